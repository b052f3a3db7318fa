"""Certifications and the certificates issued under them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.querysets import CertificateQuerySet
from core.fields import UidField
from organization.models import OrganizationUnit, StaffMember


class Certification(models.Model):
    """What a certificate is given for (chương trình chứng nhận), how long it holds and how it is renewed."""

    class RenewalRule(models.TextChoices):
        """From when a renewed certificate's validity counts."""

        COMPLETION = "completion", _("From completion")
        PREVIOUS_EXPIRY = "previous_expiry", _("From the previous expiry")
        FIXED = "fixed", _("To a fixed day")

    uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    paper_title = models.CharField(max_length=120)
    exam_code = models.CharField(max_length=40, blank=True)
    module_uid = models.UUIDField(null=True, blank=True)
    validity_months = models.PositiveIntegerField(null=True, blank=True)
    renewal_window_days = models.PositiveIntegerField(default=60)
    renewal_rule = models.CharField(max_length=16, choices=RenewalRule.choices, default=RenewalRule.COMPLETION)
    fixed_until = models.DateField(null=True, blank=True)
    issues_automatically = models.BooleanField(default=False)
    issuing_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=40)
    register_pattern = models.CharField(max_length=80)
    duration_text = models.CharField(max_length=80, blank=True)
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    shared_down = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "certificates_certification"
        constraints = [
            models.CheckConstraint(
                condition=~Q(renewal_rule="fixed") | Q(fixed_until__isnull=False),
                name="certificates_certification_fixed_has_day",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CertificateTemplate(models.Model):
    """A version of the paper's layout; frozen from the first certificate printed with it."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    template_name = models.CharField(max_length=200)
    frozen_at = models.DateTimeField(null=True, blank=True)
    owner_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    shared_down = models.BooleanField(default=True)

    class Meta:
        db_table = "certificates_template"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="certificates_template_version_once")]


class Certificate(models.Model):
    """One certificate (giấy chứng nhận). What it printed never changes; its state is the fold of its events.

    `serial_no` (số hiệu) and `register_no` (số vào sổ) are given at issue from two series and never reused; they and
    everything below them are empty while the certificate is a draft. `source_key` names what earned it, so that
    the same pass cannot earn two.
    """

    uid = UidField()
    verify_code = models.CharField(max_length=40, unique=True)
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="certificates")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="certificates")
    source_kind = models.CharField(max_length=20)
    source_key = models.CharField(max_length=64)
    studied_from = models.DateField(null=True, blank=True)
    studied_to = models.DateField(null=True, blank=True)
    result_text = models.CharField(max_length=120, blank=True)
    issuing_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    holder_unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    serial_no = models.CharField(max_length=60, blank=True)
    register_no = models.CharField(max_length=80, blank=True)
    decision_no = models.CharField(max_length=80, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    signatory = models.CharField(max_length=120, blank=True)
    snapshot = models.JSONField(default=dict)
    template = models.ForeignKey(
        CertificateTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    file = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    created_at = models.DateTimeField()

    objects = CertificateQuerySet.as_manager()

    class Meta:
        db_table = "certificates_certificate"
        constraints = [
            models.UniqueConstraint(
                fields=["issuing_unit", "serial_no"], condition=~Q(serial_no=""), name="certificates_serial_once"
            ),
            models.UniqueConstraint(
                fields=["issuing_unit", "register_no"],
                condition=~Q(register_no=""),
                name="certificates_register_once",
            ),
            models.UniqueConstraint(
                fields=["certification", "staff", "source_kind", "source_key"],
                condition=Q(supersedes__isnull=True),
                name="certificates_earned_once",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="certificates_not_superseding_itself",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True, serial_no="", register_no="")
                | (Q(issued_on__isnull=False) & ~Q(serial_no="") & ~Q(register_no="")),
                name="certificates_numbered_when_issued",
            ),
        ]
        indexes = [models.Index(fields=["staff", "issued_on"], name="certificates_staff")]


class CertificateEvent(models.Model):
    """What happened to a certificate. Append-only; the state shown is their fold."""

    class Kind(models.TextChoices):
        """Nháp, trình ký, đã cấp, cấp lại, thu hồi, hủy bỏ."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for signature")
        ISSUED = "issued", _("issued")
        REISSUED = "reissued", _("reissued")
        REVOKED = "revoked", _("revoked")
        CANCELLED = "cancelled", _("cancelled")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=500, blank=True)
    decision_no = models.CharField(max_length=80, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    effective_on = models.DateField()

    class Meta:
        db_table = "certificates_event"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "kind"],
                condition=Q(kind__in=["draft", "issued", "revoked", "cancelled"]),
                name="certificates_event_kind_once",
            )
        ]


class SerialCounter(models.Model):
    """The last number given in a series of a unit in a year; numbers are gapless and never reused.

    Serials (số hiệu) count per series of the certification; the register (số vào sổ) counts per pattern, so that
    certifications whose numbers look alike share one register. Locked while a number is taken.
    """

    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=700)  # a pattern of 80 with the series of the certification filled in
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "certificates_serial_counter"
        constraints = [
            models.UniqueConstraint(fields=["unit", "series", "year"], name="certificates_serial_counter_once")
        ]
