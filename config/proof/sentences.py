"""What each finding says to people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "placement_circle": _("Units stand under themselves."),
    "placement_two_places": _("A unit stands in two places on one day."),
    "placement_unit_not_alive": _("A unit has a place on a day on which it does not exist."),
    "placement_parent_not_alive": _("A unit stands under one that does not exist on that day."),
    "change_not_on_last_day": _("A change of a unit does not lie on the day of its end."),
    "change_successor_not_alive": _("The successor of a unit does not exist on the day of the change."),
    "change_two_heirs": _("A unit has two heirs."),
    "change_no_heir": _("A unit has successors but no heir."),
    "change_missing": _("A unit that had people ended without an explanation."),
    "posting_two_main": _("Somebody holds two main posts on one day."),
    "posting_unit_not_alive": _("A post lies outside the life of its unit."),
    "posting_position_not_valid": _("A post lies outside the life of its position."),
    "population_differs": _("A report does not add up to the people of its day."),
    "grant_outlives_unit": _("A right outlives its unit."),
    "question_changed": _("A question is no longer what its digest says."),
    "question_not_reviewed": _("A question is in use without review by somebody else."),
    "question_without_ground": _("A question in use cites no ground."),
    "question_twice_ready": _("Two versions of a question are in use."),
    "exam_not_approved": _("An exam was published without approval by somebody else, or asks nothing."),
    "edition_changed": _("An edition is no longer what was published."),
    "paper_changed": _("A paper is no longer the one that was drawn."),
    "attempt_question_changed": _("A question of a paper is gone or says something else than when it was drawn."),
    "attempt_ground_not_in_force": _("A paper asked about law that was not in force on its day."),
    "answer_after_the_end": _("An answer counts that arrived after the end."),
    "answer_outside_the_paper": _("An answer belongs to no question of the paper."),
    "receipt_missing": _("An attempt was handed in and has no receipt."),
    "receipt_differs": _("A receipt does not fit the stored answers."),
    "grading_missing": _("An attempt was handed in and has no marks."),
    "grading_number_missing": _("A grading of an attempt is missing."),
    "grading_differs": _("Grading again gives other marks."),
    "attempt_cache_differs": _("The result shown with an attempt is not that of its latest grading."),
    "evidence_rule_missing": _("The level rule that judged a proof is missing."),
    "evidence_level_differs": _("The level of a proof does not follow from its counts."),
    "evidence_missing": _("An attempt has no proof of a competency that it asked about."),
    "evidence_differs": _("A proof does not say what its attempt says."),
    "evidence_of_void_attempt": _("A proof of a void attempt still counts."),
    "completion_of_another_edition": _("A completion names an edition that was not there to be studied."),
    "completion_without_lessons": _("A module counts as completed although a lesson is not."),
    "enrolment_state_differs": _("The state of an enrolment is not what its log says."),
    "attempt_before_module": _("An exam was begun before the module that opens it was completed."),
    "certificate_numbers_not_gapless": _("The numbers of a series do not run from 1 to the last one given."),
    "certificate_number_foreign": _("A certificate bears a number that no series gave."),
    "certificate_paper_changed": _("The paper of a certificate is missing or was changed."),
    "certificate_snapshot_differs": _("A certificate prints other numbers than the register has."),
    "certificate_log_impossible": _("What the log of a certificate says cannot have happened."),
    "certificate_not_earned": _("A certificate was not earned by a pass of its holder."),
    "audit_gap": _("A number is missing in the audit log."),
    "audit_changed": _("An entry of the audit log was changed."),
    "audit_entry_missing": _("An entry of the audit log is gone."),
    "audit_detail_changed": _("A detail of the audit log was changed."),
    "audit_detail_added": _("A detail was added to the audit log afterwards."),
    "audit_tail_missing": _("The end of the audit log is missing."),
    "audit_head_differs": _("The audit log ends differently from what was noted."),
    "audit_unlinked": _("An entry of the audit log was not linked."),
}


def sentence(code: str) -> str:
    """Return what a finding says; an unknown code speaks for itself."""
    return str(SENTENCES.get(code, code))
