"""Words for refused commands of training."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "lesson_unknown": _("This lesson is not part of the current edition. Open the topic again."),
        "module_unpublished": _("This topic has not been published yet."),
        "lesson_too_quick": _("The lesson was opened a moment ago. Read it, then complete it in %(seconds)s seconds."),
        "due_rule_double": _("Give either a last day or a number of days, not both."),
        "audience_empty": _("Nobody is reached. Choose other units or people."),
    }
)
