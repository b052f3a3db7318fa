"""The words of refused commands: one registry from the code of a `DomainError` to a sentence.

Each app registers its own codes in `<app>/messages.py`, which its application loads when it is ready. A sentence names
parameters as `%(name)s`; they are spelled as offices write them: days as dd/mm/yyyy, decimal commas.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.clock import in_vietnam
from core.errors import DomainError
from core.vietnamese.formatting import number

Sentence = str | Promise

_SENTENCES: dict[str, Sentence] = {}
_UNKNOWN: Sentence = _("This cannot be done (%(code)s).")


def register(sentences: Mapping[str, Sentence]) -> None:
    """Add the sentences of an app. A code belongs to one app: a second, different sentence is a mistake.

    Raises:
        ValueError: the code has another sentence already.
    """
    for code, sentence in sentences.items():
        if str(_SENTENCES.setdefault(code, sentence)) != str(sentence):
            raise ValueError(f"the code {code!r} has a sentence already")


def message_of(error: DomainError) -> str:
    """Return what a refused command says to the person who gave it, in the language of the page."""
    sentence = _SENTENCES.get(error.code)
    if sentence is None:
        return str(_UNKNOWN) % {"code": error.code}
    return str(sentence) % {name: _spelled(value) for name, value in error.params.items()}


def is_registered(code: str) -> bool:
    """Tell whether a code has a sentence."""
    return code in _SENTENCES


def _spelled(value: object) -> str:
    if isinstance(value, datetime):
        return in_vietnam(value).strftime("%H:%M %d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return number(value)
    return str(value)


register(
    {
        "refused": _("This cannot be done."),
        "not_allowed": _("You do not have the right to do this in this unit."),
        "conflict": _("The data changed meanwhile. Open the page again."),
        "period_empty": _("The period ends (%(end)s) before it begins (%(start)s)."),
        "date_format": _("“%(text)s” is not a date. Write it as dd/mm/yyyy, for example 01/03/2026."),
        "birth_date_format": _("“%(text)s” is not a birth date. Write dd/mm/yyyy, mm/yyyy or the year alone."),
        "date_impossible": _("There is no such day: %(text)s."),
        "username_taken": _("The user name “%(username)s” is taken."),
        "username_invalid": _("The user name may hold letters, figures and @ . + - _ only: %(username)s"),
        "account_own_lock": _("Nobody locks the own account."),
    }
)
