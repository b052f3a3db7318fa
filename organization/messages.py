"""Words for refused commands of the organization."""

from django.utils.translation import gettext_lazy as _

from core.messages import register
from organization.importing import messages  # noqa: F401

register(
    {
        # Units
        "unit_code_taken": _("The code “%(unit)s” is empty or belongs to another unit."),
        "unit_name_missing": _("The unit needs a name."),
        "unit_not_alive": _("%(unit)s does not exist on %(day)s."),
        "unit_end_decided": _("%(unit)s already ends on %(day)s by another decision."),
        "unit_change_too_early": _("The day must be after %(day)s, when the present entry of %(unit)s begins."),
        "unit_has_later_rows": _("%(unit)s has entries that begin on or after %(day)s. Settle these first."),
        "decision_missing": _("Enter the number and date of the decision."),
        "predecessors_missing": _("Choose at least one unit that is merged."),
        "successors_missing": _("Choose the units into which %(unit)s is split."),
        "successor_among_predecessors": _("%(unit)s cannot both end and go on."),
        "heir_not_among_successors": _("%(unit)s is not one of the units that follow."),
        "placement_circle": _("%(unit)s would stand below itself on %(day)s."),
        "placement_two_places": _("%(unit)s would stand in two places on %(day)s."),
        "placement_unit_not_alive": _("%(unit)s does not exist throughout its place from %(day)s."),
        "placement_parent_not_alive": _(
            "%(unit)s still stands below %(above)s, which does not exist for that long (from %(day)s)."
        ),
        "change_not_on_last_day": _("The change of %(unit)s must take effect on the day after its last one."),
        "change_successor_not_alive": _("The unit that follows %(unit)s does not exist on that day."),
        "change_two_heirs": _("%(unit)s can have only one unit that takes its people."),
        "change_no_heir": _("Choose which unit takes the people of %(unit)s."),
        "change_missing": _("%(unit)s had people: say what followed it, or that nothing did."),
        # People
        "staff_name_missing": _("The name is missing."),
        "staff_name_characters": _("The name holds characters that names do not have: %(characters)s"),
        "staff_name_long": _("A part of the name is longer than %(limit)s characters."),
        "staff_code_taken": _("The personnel code %(personnel_code)s belongs to another person."),
        # Postings
        "posting_two_main": _("The person already has a main posting from %(day)s."),
        "posting_unit_not_alive": _("%(unit)s does not exist throughout that time (from %(day)s)."),
        "posting_position_not_valid": _("The position %(position)s is not in use throughout that time."),
        "posting_voided": _("This posting has been voided."),
        "posting_end_outside": _("%(day)s is not inside the posting."),
        # Rights and accounts
        "grant_to_oneself": _("Nobody grants a role to the own account. Ask another administrator."),
        "grant_to_locked_account": _("The account is locked."),
        "grant_exists": _("The account already has the role %(role)s in this unit from %(day)s."),
        "grant_outside_unit_life": _("%(unit)s does not exist throughout that time."),
        "grant_already_ended": _("This role has ended on %(day)s already."),
        "account_exists": _("%(name)s already has an account."),
    }
)
