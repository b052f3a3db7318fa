"""The words of what commands of the top floor refuse."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "demo_elsewhere": _("The database holds units already. The demo is loaded into an empty one only."),
        "demo_too_early": _("The demo's last day cannot lie before %(day)s."),
    }
)
