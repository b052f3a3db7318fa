"""Looking back on answers: texts, ticks and what the policy keeps back."""

from __future__ import annotations

from assessments.domain.questions.content import parse_content
from assessments.domain.questions.layout import Layout
from assessments.domain.questions.outcome import Outcome
from assessments.domain.questions.screens import OptionLine, PairLine
from tests.assessments.domain.questions import samples


def test_review_of_options_lists_each_with_choice_right_and_note():
    plain = samples.single()
    key = plain.key.to_json() | {"option_notes": {"a00001": "Đó là thời hạn cũ."}}
    content = parse_content("single", plain.body.to_json(), key)

    review = content.review("a", samples.options_layout(3))

    assert review.options == (
        OptionLine("05 ngày", chosen=True, is_right=False, note="Đó là thời hạn cũ."),
        OptionLine("10 ngày", chosen=False, is_right=True, note=None),
        OptionLine("15 ngày", chosen=False, is_right=False, note=None),
    )
    assert (review.given, review.right) == (("05 ngày",), ("10 ngày",))
    assert review.explanation == samples.EXPLANATION
    assert review.outcome == Outcome.of(0)


def test_review_follows_the_order_of_the_attempt():
    layout = samples.layout(options={"p": "c00003", "q": "a00001", "r": "b00002"})

    review = samples.single().review("r", layout)

    assert [line.text for line in review.options] == ["15 ngày", "05 ngày", "10 ngày"]


def test_review_of_several_right_options_gives_all_texts():
    review = samples.multiple().review(["d", "a"], samples.options_layout(5))

    assert review.given == ("Trình tự", "Mức thưởng")
    assert review.right == ("Trình tự", "Hồ sơ", "Thời hạn")


def test_review_of_true_false_names_the_truth_values():
    review = samples.true_false(correct=False).review(True, Layout())

    assert (review.given, review.right) == (("true",), ("false",))
    assert review.in_words
    assert not samples.single().review("a", samples.options_layout(3)).in_words
    assert review.options == (
        OptionLine("true", chosen=True, is_right=False, note=None),
        OptionLine("false", chosen=False, is_right=True, note=None),
    )


def test_review_of_numeric_shows_what_was_typed_and_the_right_quantity():
    assert samples.numeric("1234.5", "0.25").review("12 tháng", Layout()).given == ("12 tháng",)
    assert samples.numeric("1234.5", "0.25").review(None, Layout()).right == ("1.234,5 ± 0,25 ngày",)
    assert samples.numeric("90", unit="%").review(None, Layout()).right == ("90%",)
    assert samples.numeric("5", unit=None).review(None, Layout()).right == ("5",)


def test_review_of_short_text_gives_all_accepted_wordings():
    review = samples.short_text("UBND", "Ủy ban nhân dân").review("xã", Layout())

    assert (review.given, review.right) == (("xã",), ("UBND", "Ủy ban nhân dân"))


def test_review_of_matching_sets_given_beside_expected():
    review = samples.matching().review({"a": "x", "c": "z"}, samples.matching_layout())

    assert review.pairs == (
        PairLine("Khai sinh", "Trong ngày", "Trong ngày", is_right=True, note=None),
        PairLine("Khai tử", None, "Trong ngày", is_right=False, note=None),
        PairLine("Kết hôn", "30 ngày", "05 ngày", is_right=False, note=None),
    )
    assert review.given == ("Khai sinh – Trong ngày", "Kết hôn – 30 ngày")


def test_review_of_ordering_goes_through_the_places():
    review = samples.ordering().review(list("bacd"), samples.ordering_layout())

    assert review.pairs == (
        PairLine("1", "Đăng ký", "Tiếp nhận", is_right=False, note=None),
        PairLine("2", "Tiếp nhận", "Đăng ký", is_right=False, note=None),
        PairLine("3", "Chuyển giao", "Chuyển giao", is_right=True, note=None),
        PairLine("4", "Giải quyết", "Giải quyết", is_right=True, note=None),
    )


def test_review_after_the_content_lost_an_option_leaves_it_out():
    layout = samples.layout(options={"a": "a00001", "b": "b00002", "q": "q00009"})

    review = samples.single().review("q", layout)

    assert [line.text for line in review.options] == ["05 ngày", "10 ngày"]
    assert review.outcome == Outcome.of(0)


def test_limited_review_keeps_the_given_answer_only():
    review = samples.matching().review({"a": "y"}, samples.matching_layout())

    kept = review.limited(score=False, answers=False, explanations=False)

    assert kept.outcome is None
    assert kept.right == ()
    assert kept.explanation is None
    assert kept.given == ("Khai sinh – 05 ngày",)
    assert {(line.expected, line.is_right) for line in kept.pairs} == {(None, None)}


def test_limited_review_shows_notes_with_answers_and_explanations_only():
    plain = samples.single()
    key = plain.key.to_json() | {"option_notes": {"a00001": "Đó là thời hạn cũ."}}
    review = parse_content("single", plain.body.to_json(), key).review("a", samples.options_layout(3))

    def notes(*, answers: bool, explanations: bool) -> set[str | None]:
        kept = review.limited(score=True, answers=answers, explanations=explanations)
        return {line.note for line in kept.options}

    assert notes(answers=True, explanations=True) == {None, "Đó là thời hạn cũ."}
    assert notes(answers=True, explanations=False) == {None}
    assert notes(answers=False, explanations=True) == {None}
