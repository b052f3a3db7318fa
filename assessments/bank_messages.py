"""What refused commands of the bank and of exams say."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "frozen_row": _("%(name)s has been approved and stays as it is. Make the next version."),
        "category_exists": _("A topic with the code %(number)s is there already."),
        "entry_exists": _("A question with the code %(number)s is there already."),
        "question_without_source": _("Name the provision on which the question rests."),
        "question_version_open": _("There is a version in work already. Finish it first."),
        "question_not_draft": _("Only a draft can be changed or handed in for review."),
        "question_not_in_review": _("This version has not been handed in for review."),
        "question_reviewer_is_author": _("The author cannot appraise the own question."),
        "question_unchecked": _("The source has not been compared with the text of the norm yet."),
        "question_type_held": _("Questions of this type wait until the exam page can ask them."),
        "question_reason_missing": _("Say why."),
        "question_not_in_use": _("This version is not in use."),
        "exam_empty": _("The exam has no questions yet."),
        "exam_not_draft": _("Only a draft can be published."),
        "exam_approver_is_author": _("The author cannot approve the own exam."),
        "exam_slot_ambiguous": _("Part %(section)s, row %(slot)s must name either a question or a rule."),
        "exam_pass_fraction": _("The share needed to pass must lie above 0 and not above 100 %%."),
        "session_exam_not_published": _("Only a published exam can be held."),
        "session_backward": _("The session closes before it opens."),
        "session_exists": _("A session with the code %(number)s is there already."),
        "session_over": _("The session is over."),
        "candidate_extra_without_reason": _("Say why the candidate gets extra time."),
        "candidate_number_taken": _("The candidate number %(number)s is given twice."),
    }
)

# What an import says of single questions.
register(
    {
        "import_competency_unknown": _("The framework in force has no competency of this name."),
        "import_differs": _("The bank has another question under this code. Give a new code or make the next version."),
        "import_held": _("Read into the bank; it waits until the exam page can ask questions of this type."),
        "import_not_json": _("The file is not readable JSON in UTF-8."),
        "import_no_source": _("The source names no provision."),
    }
)
