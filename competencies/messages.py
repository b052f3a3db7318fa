"""What refused commands of the competencies say."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "competency_unknown": _("No framework has the competencies %(codes)s."),
        "evidence_expires_too_early": _("A proof must count for at least one day."),
        "evidence_reason_missing": _("Say why the proof no longer counts."),
        "evidence_already_withdrawn": _("This proof was withdrawn before."),
        "level_rule_missing": _("No rule for levels is in force on %(day)s."),
        "framework_not_draft": _("Only a draft of a framework can come into force."),
        "framework_empty": _("The framework has no competency yet."),
        "framework_levels_missing": _("Describe all five levels of %(codes)s first."),
        "framework_unreadable": _("The framework file cannot be read: %(place)s."),
    }
)
