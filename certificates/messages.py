"""Words for refused commands of certificates."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "certificate_transition": _("The certificate is no longer in a state that allows this. Open it again."),
        "certificate_source_gone": _("The result that earned the certificate no longer stands."),
        "certificate_issuer_incomplete": _(
            "The issuing unit %(unit)s has no header, place or signatory for %(day)s. Complete its profile first."
        ),
        "certificate_reason_missing": _("Give the reason and the number and day of the decision."),
        "certificate_facts_unreadable": _("The stored facts of the certificate cannot be read (%(field)s)."),
        "number_pattern_broken": _("The pattern of the number is not correct: braces do not match."),
        "number_pattern_field": _("The pattern of the number has a field that is not known: %(field)s."),
        "number_pattern_incomplete": _("The pattern of the number needs {year} and {number}."),
        "fixed_day_missing": _("The certification has no fixed last day."),
        "fixed_day_passed": _("The fixed last day %(fixed_until)s has passed."),
    }
)
