"""Words for refused commands of assessments, and for remarks on question content."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

# Why a start is refused.
register(
    {
        "exam_not_published": _("This exam has not been published."),
        "not_open_yet": _("The exam opens at %(until)s."),
        "window_closed": _("The exam is closed."),
        "already_passed": _("You have passed this exam already."),
        "result_pending": _("You may try again once the result of your last attempt is announced."),
        "no_attempts_left": _("You have used all attempts allowed."),
        "module_not_completed": _("Complete the topic that belongs to this exam first."),
        "waiting": _("You may try again from %(until)s."),
    }
)

# Why a paper cannot be drawn or an attempt not be moved.
register(
    {
        "bank_too_small": _(
            "Part %(section)s, row %(slot)s needs %(wanted)s questions, but the bank has only %(available)s."
        ),
        "move_refused": _("The attempt is no longer in the state that this needs. Open the page again."),
    }
)

# Why a start, time, a void or a grading is refused.
register(
    {
        "exam_unknown": _("There is no such exam for you."),
        "not_candidate": _("You are not on the candidate list of this exam."),
        "no_posting": _("Your unit and position of today are not recorded. Tell the contact person of your unit."),
        "attempt_is_over": _("The attempt is no longer running, so it gets no more time."),
        "time_not_positive": _("The time given must be more than zero."),
        "time_reason_missing": _("Say why time is given."),
        "void_reason_missing": _("Say why the attempt is declared void."),
        "regrade_reason_missing": _("Say why the attempt is graded again."),
        "regrade_not_sealed": _("Only an attempt that has been handed in can be graded again."),
        "receipt_mismatch": _(
            "What is stored is not what the receipt attests. Grading has stopped; tell the administrator."
        ),
        "content_changed": _("A question no longer says what was drawn. Grading has stopped; tell the administrator."),
        "missing_content": _("A question of the paper is missing. Grading has stopped; tell the administrator."),
    }
)

# What is wrong with the content of a question.
register(
    {
        "content_refused": _("The content is not valid."),
        "content_not_an_object": _("This part does not have the form that is expected."),
        "content_unknown_field": _("This field is not known."),
        "content_missing": _("This field is missing."),
        "content_not_text": _("Text is expected here."),
        "content_empty": _("This must not be empty."),
        "content_too_long": _("This text is too long."),
        "content_bad_character": _("The text holds a character that cannot be stored. Type it anew."),
        "content_not_boolean": _("Yes or no is expected here."),
        "content_not_decimal": _("A number is expected here."),
        "content_negative": _("The tolerance must not be negative."),
        "content_unknown_choice": _("This value is not one of those allowed."),
        "content_not_a_list": _("A list is expected here."),
        "content_too_few": _("There are too few entries."),
        "content_too_many": _("There are too many entries."),
        "content_bad_id": _("This identifier is not valid."),
        "content_unknown_id": _("This names an option that the question does not have."),
        "content_duplicate_id": _("The same identifier occurs twice."),
        "content_duplicate_text": _("The same text occurs twice."),
        "content_not_exactly_one": _("Exactly one option must be marked as right."),
        "content_not_for_this_type": _("A question of this type does not use this part."),
        "content_not_a_date": _("This is not a date."),
        "content_not_after_start": _("The end of effect must come after its start."),
    }
)

# What a person should look at in content that was read.
register(
    {
        "content_article_to_check": _("The number of the article still has to be checked against the text."),
        "content_from_memory": _("Written from memory: check it before use."),
        "content_effect_unknown": _("The day from which the source has effect is not known."),
        "content_kept_at_end": _("This option speaks of other options and stays at the end when they are shuffled."),
    }
)
