"""Words for refused commands of training."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "lesson_unknown": _("This lesson is not part of the current edition. Open the topic again."),
        "module_unpublished": _("This topic has not been published yet."),
        "module_empty": _("This topic has no lesson yet, so there is nothing to publish."),
        "edition_frozen": _("A published edition is never changed. Publish the next one."),
        "lesson_too_quick": _(
            "The lesson was opened a moment ago. Read it, then complete it; that is possible in %(seconds)s seconds."
        ),
        "training_posting_missing": _(
            "Your posting on %(day)s is not recorded, so the completion cannot be. Ask the contact of your unit."
        ),
        "assignment_cancelled": _("This assignment was taken back already."),
        "cycle_open": _("Round %(cycle)s of this topic is still open."),
        "due_rule_double": _("Give either a last day or a number of days, not both."),
        "audience_empty": _("Nobody is reached. Choose other units or people."),
    }
)
