"""Words for reports that cannot be made."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "report_unit_unknown": _("There is no unit with the code “%(unit)s”."),
        "report_unit_not_alive": _("The unit %(unit)s did not exist on %(day)s. Choose another day or another unit."),
        "report_day_ahead": _("The day %(day)s has not come yet. Choose a day up to today."),
    }
)
