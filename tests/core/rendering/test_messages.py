from __future__ import annotations

from core.messages import message_of
from core.rendering import messages  # noqa: F401  the sentences under test
from core.rendering.errors import FieldMissing, FieldTooLong, LetterUnknown


def test_refused_paper_names_the_fields_as_people_know_them() -> None:
    assert "verify_url" not in message_of(FieldTooLong("verify_url"))
    assert "form_1" not in message_of(FieldTooLong("form_1", "form_2"))
    assert "holder_name" not in message_of(FieldMissing("holder_name"))


def test_unknown_letter_is_shown() -> None:
    assert "☯" in message_of(LetterUnknown("holder_name", "☯"))


def test_log_line_keeps_the_names_of_the_code() -> None:
    assert str(FieldTooLong("unit", "course")) == "paper_field_too_long: unit, course"
