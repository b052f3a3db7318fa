"""The register of legal documents: what a question, a module or a framework rests on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import UidField


class CheckMark(models.TextChoices):
    """How well a fact of law was checked before it came into the register."""

    TEXT = "T", _("text of the norm read")
    SECONDARY = "S", _("secondary source")
    MEMORY = "M", _("from memory, to be checked")


class LegalDocument(models.Model):
    """One legal document (văn bản), e.g. 63/2010/NĐ-CP. Kept by the home-affairs office; never deleted.

    `effective_from` and `effective_to` bound a half-open period; null means unknown or still without an end.
    """

    class Kind(models.TextChoices):
        """Kinds of documents as offices abbreviate them."""

        LAW = "L", _("Law")
        RESOLUTION = "NQ", _("Resolution")
        DECREE = "NĐ", _("Decree")
        DECISION = "QĐ", _("Decision")
        CIRCULAR = "TT", _("Circular")
        DIRECTIVE = "CT", _("Directive")
        PLAN = "KH", _("Plan")
        OTHER = "K", _("Other document")

    uid = UidField()
    number = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    issuer = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500)
    issued_on = models.DateField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    check_mark = models.CharField(max_length=1, choices=CheckMark.choices, default=CheckMark.MEMORY)
    source_sha256 = models.CharField(max_length=64, blank=True)
    folded = models.CharField(max_length=700, editable=False, default="", db_index=True)

    class Meta:
        db_table = "legal_document"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_from__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="legal_document_effect_forward",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Provision(models.Model):
    """A place in a document, e.g. "điều 12 khoản 3 điểm a"; its own dates overrule the document's where known."""

    uid = UidField()
    document = models.ForeignKey(LegalDocument, on_delete=models.PROTECT, related_name="provisions")
    path = models.CharField(max_length=200)
    heading = models.CharField(max_length=500, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "legal_provision"
        ordering = ["document__number", "path"]
        constraints = [
            models.UniqueConstraint(fields=["document", "path"], name="legal_provision_path_once"),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_from__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="legal_provision_effect_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.document}"


class DocumentRelation(models.Model):
    """One document amends, replaces, repeals or guides another from a day on; provisions narrow it."""

    class Kind(models.TextChoices):
        """What the newer document does to the older."""

        AMENDS = "amends", _("amends")
        REPLACES = "replaces", _("replaces")
        REPEALS = "repeals", _("repeals")
        GUIDES = "guides", _("guides")

    from_document = models.ForeignKey(LegalDocument, on_delete=models.PROTECT, related_name="relations_out")
    to_document = models.ForeignKey(LegalDocument, on_delete=models.PROTECT, related_name="relations_in")
    from_provision = models.ForeignKey(
        Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="relations_out"
    )
    to_provision = models.ForeignKey(
        Provision, null=True, blank=True, on_delete=models.PROTECT, related_name="relations_in"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    effective_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "legal_document_relation"
        constraints = [
            models.UniqueConstraint(
                fields=["from_document", "to_document", "from_provision", "to_provision", "kind"],
                name="legal_relation_once",
            ),
            models.UniqueConstraint(
                fields=["from_document", "to_document", "kind"],
                condition=models.Q(from_provision__isnull=True, to_provision__isnull=True),
                name="legal_relation_once_whole",
            ),
            models.UniqueConstraint(
                fields=["from_document", "to_provision", "kind"],
                condition=models.Q(from_provision__isnull=True, to_provision__isnull=False),
                name="legal_relation_once_to_provision",
            ),
            models.UniqueConstraint(
                fields=["from_provision", "to_document", "kind"],
                condition=models.Q(from_provision__isnull=False, to_provision__isnull=True),
                name="legal_relation_once_from_provision",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_document=models.F("to_document")), name="legal_relation_not_to_itself"
            ),
        ]


class Citation(models.Model):
    """Abstract: something rests on a provision, as it stood on `cited_as_of`."""

    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    cited_as_of = models.DateField(null=True, blank=True)
    check_mark = models.CharField(max_length=1, choices=CheckMark.choices, default=CheckMark.MEMORY)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
