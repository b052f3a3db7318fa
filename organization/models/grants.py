"""Rights: one table, granted per unit and period."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import PeriodModel, UidField, period_check
from core.querysets import PeriodQuerySet
from organization.models.units import OrganizationUnit


class Role(models.TextChoices):
    """Roles, in the interface's order."""

    LEARNER = "learner", _("Learner")
    UNIT_CONTACT = "unit_contact", _("Unit contact")
    UNIT_HEAD = "unit_head", _("Head of unit")
    CONTENT_EDITOR = "content_editor", _("Content editor")
    CONTENT_APPROVER = "content_approver", _("Content approver")
    QUESTION_AUTHOR = "question_author", _("Question author")
    QUESTION_REVIEWER = "question_reviewer", _("Question reviewer")
    TRAINING_OFFICER = "training_officer", _("Home-affairs officer")
    INVIGILATOR = "invigilator", _("Invigilator")
    MARKER = "marker", _("Marker")
    CERTIFICATE_OFFICER = "certificate_officer", _("Certificate officer")
    INSPECTOR = "inspector", _("Inspector")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleGrant(PeriodModel):
    """A role held in a unit within a period, with or without the units below it.

    Django groups are derived from these rows (one per role) and never edited.
    """

    uid = UidField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    unit = models.ForeignKey(OrganizationUnit, on_delete=models.PROTECT, related_name="role_grants")
    with_below = models.BooleanField(default=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()
    basis = models.CharField(max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        db_table = "organization_role_grant"
        constraints = [
            period_check("organization_role_grant"),
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(valid_to__isnull=True),
                name="organization_role_grant_one_open",
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="organization_grant_user_role")]
