"""Units: identity, and beside it everything about them that has dates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import PeriodModel, UidField, period_check
from core.querysets import PeriodQuerySet
from organization.querysets import UnitQuerySet


class OrganizationUnit(PeriodModel):
    """A unit (đơn vị) as identity only: its life. Renaming or moving keeps it; merging or splitting ends it."""

    class Kind(models.TextChoices):
        """Kinds of units, those of the time before 01/07/2025 among them."""

        PROVINCE = "tinh", _("Province or city")
        DEPARTMENT = "so", _("Provincial department")
        COMMUNE = "xa", _("Commune")
        WARD = "phuong", _("Ward")
        SPECIAL_ZONE = "dac_khu", _("Special zone")
        OFFICE = "phong", _("Office")
        CENTRE = "trung_tam", _("Centre")
        SCHOOL = "truong", _("School")
        DISTRICT = "huyen", _("District (until 30/06/2025)")
        TOWNSHIP = "thi_tran", _("Township (until 30/06/2025)")
        DISTRICT_OFFICE = "phong_huyen", _("District office (until 30/06/2025)")

    uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    ends_without_successor = models.BooleanField(default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        db_table = "organization_unit"
        constraints = [period_check("organization_unit")]

    def __str__(self) -> str:
        return self.code


class UnitName(PeriodModel):
    """What a unit was called within a period, and its place among its sisters (`sort`)."""

    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True)
    sort = models.PositiveIntegerField(default=0)
    folded = models.CharField(max_length=200, editable=False, default="", db_index=True)
    basis = models.CharField(max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        db_table = "organization_unit_name"
        constraints = [
            period_check("organization_unit_name"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="organization_unit_name_one_start"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="organization_unit_name_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPlacement(PeriodModel):
    """Under which unit a unit stood within a period; null parent is the top."""

    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(
        OrganizationUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="child_placements"
    )
    basis = models.CharField(max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        db_table = "organization_unit_placement"
        constraints = [
            period_check("organization_unit_placement"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="organization_unit_placement_one_start"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="organization_unit_placement_one_open"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="organization_unit_placement_not_under_itself",
            ),
        ]


class UnitIdentifier(PeriodModel):
    """A code that another scheme gives the unit, e.g. the electronic identifier of agencies."""

    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=100)

    class Meta:
        db_table = "organization_unit_identifier"
        constraints = [
            period_check("organization_unit_identifier"),
            models.UniqueConstraint(fields=["scheme", "value", "valid_from"], name="organization_unit_identifier_once"),
        ]


class UnitChange(models.Model):
    """A merge, split or dissolution: one row for each predecessor and successor.

    `heir` marks the successor that takes those of the predecessor's people who have no posting of their own
    beginning on that day; a predecessor has at most one. `successor` is null where nothing takes over.
    """

    class Kind(models.TextChoices):
        """The law's words: nhập, chia/tách, giải thể."""

        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")
        DISSOLVED = "dissolved", _("dissolved")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    predecessor = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="changes_out")
    successor = models.ForeignKey(
        OrganizationUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="changes_in"
    )
    heir = models.BooleanField(default=False)
    effective_on = models.DateField()
    decision = models.CharField(max_length=200)

    class Meta:
        db_table = "organization_unit_change"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="organization_unit_change_once"),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(successor__isnull=True),
                name="organization_unit_change_once_without_successor",
            ),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(heir=True), name="organization_unit_change_one_heir"
            ),
            models.CheckConstraint(
                condition=Q(heir=False) | Q(successor__isnull=False), name="organization_unit_change_heir_exists"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("predecessor")),
                name="organization_unit_change_not_to_itself",
            ),
        ]


class UnitProfile(PeriodModel):
    """What a unit's papers carry within a period: header lines, place, who signs and in which form."""

    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="profiles")
    governing_line = models.CharField(max_length=200, blank=True)
    issuing_line = models.CharField(max_length=200)
    place_name = models.CharField(max_length=100)
    abbreviation = models.CharField(max_length=40)
    signing_lines = models.JSONField(default=list)
    signatory = models.CharField(max_length=120, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        db_table = "organization_unit_profile"
        constraints = [
            period_check("organization_unit_profile"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="organization_unit_profile_one_start"),
        ]
