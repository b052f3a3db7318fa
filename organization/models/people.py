"""People, their positions and postings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import PeriodModel, UidField, period_check
from core.querysets import PeriodQuerySet
from organization.models.units import OrganizationUnit
from organization.querysets import StaffQuerySet


class Position(PeriodModel):
    """A job position (vị trí việc làm). `order` is the order of staff lists: the chairman first."""

    class Group(models.TextChoices):
        """Groups of positions as competency frames have them."""

        LEADERSHIP = "lanh_dao", _("Leadership and management")
        PROFESSIONAL = "nghiep_vu", pgettext_lazy("position group", "Professional")
        SUPPORT = "ho_tro", _("Support and service")

    uid = UidField()
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=12, choices=Group.choices, default=Group.PROFESSIONAL)
    order = models.PositiveIntegerField(default=100)

    class Meta:
        db_table = "organization_position"
        ordering = ["order", "name"]
        constraints = [period_check("organization_position")]

    def __str__(self) -> str:
        return self.name


class StaffMember(models.Model):
    """A person in the corps. Only what telling namesakes apart and certificates need is stored."""

    class Gender(models.TextChoices):
        """As lists have it."""

        MALE = "nam", _("Male")
        FEMALE = "nu", _("Female")
        UNKNOWN = "", _("Not stated")

    uid = UidField()
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="staff"
    )
    family_name = models.CharField(max_length=60, blank=True)
    middle_name = models.CharField(max_length=100, blank=True)
    given_name = models.CharField(max_length=60)
    full_name = models.CharField(max_length=220)
    sort_key = models.CharField(max_length=700, editable=False, db_index=True)  # cache: exam-list order
    folded = models.CharField(max_length=220, editable=False, db_index=True)  # cache: for search without marks
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=3, choices=Gender.choices, blank=True, default="")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = StaffQuerySet.as_manager()

    class Meta:
        db_table = "organization_staff"
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.full_name


class StaffIdentifier(models.Model):
    """A code under which a list knows the person; imports match by it, never by the name."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=40, default="ma_nhan_su")
    value = models.CharField(max_length=60)

    class Meta:
        db_table = "organization_staff_identifier"
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="organization_staff_identifier_once")]


class ServiceStatus(PeriodModel):
    """Cadre, civil servant, public employee or contract employee, with rank, within a period."""

    class Kind(models.TextChoices):
        """The corps, in the usual order."""

        CADRE = "can_bo", _("Cadre")
        CIVIL_SERVANT = "cong_chuc", _("Civil servant")
        PUBLIC_EMPLOYEE = "vien_chuc", _("Public employee")
        CONTRACT = "nld", _("Contract employee")
        PART_TIME = "khong_chuyen_trach", _("Part-time commune worker")

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="statuses")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    rank = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "organization_service_status"
        constraints = [
            period_check("organization_service_status"),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(valid_to__isnull=True), name="organization_service_status_one_open"
            ),
        ]


class JobAssignment(PeriodModel):
    """A posting (bố trí công tác). Corrections void a row and write another; rows are never deleted.

    A person has at most one main posting at any instant: checked under a lock on the person by the service, and on
    PostgreSQL by an exclusion constraint.
    """

    class Kind(models.TextChoices):
        """Main post, concurrent post (kiêm nhiệm), secondment (biệt phái), acting (giao quyền)."""

        MAIN = "main", _("main")
        CONCURRENT = "concurrent", _("concurrent")
        SECONDMENT = "secondment", _("secondment")
        ACTING = "acting", _("acting")

    uid = UidField()
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="job_assignments")
    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="job_assignments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="job_assignments")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MAIN)
    decision = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        db_table = "organization_job_assignment"
        constraints = [
            period_check("organization_job_assignment"),
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(kind="main", valid_to__isnull=True, voided_at__isnull=True),
                name="organization_job_assignment_one_open_main",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(voided_at__gte=F("recorded_at")),
                name="organization_job_assignment_voided_after_recorded",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "kind", "valid_from"], name="organization_job_unit"),
            models.Index(fields=["staff", "kind", "valid_from"], name="organization_job_staff"),
        ]
