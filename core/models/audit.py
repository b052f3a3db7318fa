"""Who did what to whom, when: append-only, linked into a chain by one linker."""

from __future__ import annotations

from django.db import models

from core.fields import UidField


class AuditEntry(models.Model):
    """One act worth answering for. Written in the transaction of the act by `core.services.audit.record`.

    Rows are named by uid so that an entry survives what it speaks of.
    """

    uid = UidField()
    at = models.DateTimeField(db_index=True)
    actor_uid = models.UUIDField(null=True, db_index=True)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_uid = models.CharField(max_length=64, db_index=True)
    subject_uid = models.UUIDField(null=True, db_index=True)
    unit_uid = models.UUIDField(null=True, db_index=True)
    detail_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "core_audit_entry"


class AuditDetail(models.Model):
    """What the act changed, salted. Erasing the row on a person's request leaves the chain valid."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="detail")
    salt = models.CharField(max_length=32)
    content = models.JSONField()

    class Meta:
        db_table = "core_audit_detail"


class AuditLink(models.Model):
    """The place of an entry in the chain: hash = SHA-256(hash of the link before + the entry's canonical text).

    Written only by the linker, every few seconds, so that no request waits for the chain.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="link")
    hash = models.CharField(max_length=64)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "core_audit_link"
