"""The words for papers that were refused, and the names of their fields."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.messages import register

register(
    {
        "paper_field_too_long": _("Too long for its place on the paper: %(fields)s. Shorten it."),
        "paper_field_missing": _("The paper cannot be printed without: %(fields)s."),
        "paper_letter_unknown": _("No font of this machine can print the letter “%(letter)s” (%(fields)s)."),
    }
)

_LABELS: Mapping[str, str | Promise] = {
    "certifier": pgettext_lazy("paper", "who certifies"),
    "competencies": pgettext_lazy("paper", "competencies"),
    "competency": pgettext_lazy("paper", "name of a competency"),
    "course": pgettext_lazy("paper", "name of the course"),
    "decision_date": pgettext_lazy("paper", "date of the decision"),
    "decision_no": pgettext_lazy("paper", "number of the decision"),
    "duration": pgettext_lazy("paper", "duration"),
    "framework_name": pgettext_lazy("paper", "name of the competency framework"),
    "governing_agency": pgettext_lazy("paper", "governing agency"),
    "holder_name": pgettext_lazy("paper", "full name"),
    "issuing_agency": pgettext_lazy("paper", "issuing agency"),
    "level_rule": pgettext_lazy("paper", "rule of levels"),
    "name": pgettext_lazy("paper", "full name"),
    "needs": pgettext_lazy("paper", "training needs"),
    "place": pgettext_lazy("paper", "place name"),
    "position": pgettext_lazy("paper", "position"),
    "register_no": pgettext_lazy("paper", "register number"),
    "result": pgettext_lazy("paper", "result"),
    "serial_no": pgettext_lazy("paper", "serial number"),
    "signer_name": pgettext_lazy("paper", "name of the signer"),
    "signing_form": pgettext_lazy("paper", "signing form"),
    "statement": pgettext_lazy("paper", "what is certified"),
    "subtitle": pgettext_lazy("paper", "line below the title"),
    "title": pgettext_lazy("paper", "title of the paper"),
    "unit": pgettext_lazy("paper", "unit"),
    "unit_name": pgettext_lazy("paper", "name of the unit"),
    "verify_code": pgettext_lazy("paper", "verification code"),
    "verify_page": pgettext_lazy("paper", "verification address"),
    "verify_url": pgettext_lazy("paper", "verification address"),
}


def label_of(field: str) -> str:
    """Return the name of a field in the language of the page; lines of the signing form share one."""
    if field.startswith("form_"):
        field = "signing_form"
    return str(_LABELS.get(field, field))
