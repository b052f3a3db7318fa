"""Words for refused commands of training."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "lesson_unknown": _("This lesson is not part of the current edition. Open the topic again."),
        "module_unpublished": _("This topic has not been published yet."),
        "audience_empty": _("Nobody is reached. Choose other units or people."),
    }
)
