"""Reports that cannot be made as asked."""

from core.errors import DomainError


class UnitUnknown(DomainError):
    """No unit has the code `unit`."""

    code = "report_unit_unknown"


class UnitNotAlive(DomainError):
    """The unit of the code `unit` did not exist on `day`."""

    code = "report_unit_not_alive"


class DayAhead(DomainError):
    """The day lies after today: nobody's standing is known yet."""

    code = "report_day_ahead"
