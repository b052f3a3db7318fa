"""Reports that cannot be made as asked."""

from core.errors import DomainError


class UnitUnknown(DomainError):
    """No unit of that code."""

    code = "report_unit_unknown"


class UnitNotAlive(DomainError):
    """The unit did not exist on the day asked for; `day` names it."""

    code = "report_unit_not_alive"


class DayAhead(DomainError):
    """The day lies after today: nobody's standing is known yet."""

    code = "report_day_ahead"
