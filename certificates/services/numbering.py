"""Numbers are taken under a lock, in the transaction that uses them: gapless, never twice."""

from __future__ import annotations

from certificates.models import SerialCounter
from organization.models import OrganizationUnit

SERIAL = "serial"
REGISTER = "register"


def take_number(*, unit: OrganizationUnit, series: str, year: int) -> int:
    """Return the next number of a unit's series in a year. Call it inside the transaction that stores the number.

    A transaction that fails gives the number back, so none is lost.
    """
    SerialCounter.objects.get_or_create(unit=unit, series=series, year=year)
    counter = SerialCounter.objects.select_for_update().get(unit=unit, series=series, year=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number
