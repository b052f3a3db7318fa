"""Numbers with units as people in Viet Nam type them: 1.234,5 ngày."""

from __future__ import annotations

import re
from decimal import Decimal

from core.vietnamese.folding import clean_spaces, fold
from core.vietnamese.formatting import number

# 1.234,5 and 1 234,5: points or spaces part groups of three, the comma begins the decimals.
_GROUPED = r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)(?:,[0-9]+)?"
# 12,5 and, because many keyboards offer nothing else, 12.5 where the point cannot part groups of three.
_PLAIN = r"[0-9]*[.,][0-9]+|[0-9]+"
_QUANTITY = re.compile(rf"(?P<sign>[+-]?) ?(?:(?P<grouped>{_GROUPED})|(?P<plain>{_PLAIN})) ?(?P<unit>[^0-9.,+ -].*)?")
_MINUS_SIGNS = dict.fromkeys(map(ord, "\u2212\u2013\u2011\u2010"), "-")
_SPELLED = {"%": "phan tram"}


def read_quantity(text: str, unit: str | None) -> Decimal | None:
    """Return the number that `text` means, or None when it means none.

    A comma begins the decimals; points or spaces between groups of three figures are passed over. The unit of the
    question may follow, in any case and with or without marks; any other word after the number makes it another
    quantity ("5 tháng" is not 5 ngày).
    """
    found = _QUANTITY.fullmatch(clean_spaces(text).translate(_MINUS_SIGNS))
    if found is None or not _is_unit(found["unit"], unit):
        return None
    figures = (found["grouped"] or "").replace(".", "").replace(" ", "") or found["plain"]
    return Decimal(found["sign"] + figures.replace(",", "."))


def quantity_text(value: Decimal, tolerance: Decimal, unit: str | None) -> str:
    """Return a quantity as an office writes it: 12,5 ngày; 90%; 12,5 ± 0,5 ngày."""
    figures = number(value) + (f" ± {number(tolerance)}" if tolerance else "")
    if unit is None:
        return figures
    return f"{figures}{unit}" if unit == "%" else f"{figures} {unit}"


def _is_unit(typed: str | None, unit: str | None) -> bool:
    if typed is None:
        return True
    return unit is not None and fold(typed) in (fold(unit), _SPELLED.get(unit))
