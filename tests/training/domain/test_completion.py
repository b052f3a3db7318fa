"""A module is complete when every lesson of one edition is; a later edition reopens nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.domain.completion import (
    LessonStudy,
    ModuleState,
    Progress,
    completed_lessons,
    is_complete,
    module_state,
    progress,
    seconds_left,
)

OPENED = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
keys = st.lists(st.sampled_from("abcdef"), unique=True)


def after(seconds):
    return OPENED + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("lessons", "completed", "expected"),
    [
        (["a", "b"], {"a", "b"}, True),
        (["a", "b"], {"b", "a", "from an older edition"}, True),
        (["a", "b"], {"a"}, False),
        (["a", "b"], set(), False),
        ([], set(), False),
        ([], {"a"}, False),
    ],
)
def test_edition_is_complete_when_every_lesson_is(lessons, completed, expected):
    assert is_complete(lessons=lessons, completed=completed) is expected


@pytest.mark.parametrize(
    ("elapsed", "minimum", "left"),
    [(0, 0, 0), (0, 60, 60), (59, 60, 1), (59.2, 60, 1), (60, 60, 0), (3600, 60, 0), (-5, 60, 65)],
)
def test_seconds_left_are_measured_between_instants_of_the_server(elapsed, minimum, left):
    assert seconds_left(opened_at=OPENED, at=after(elapsed), minimum_seconds=minimum) == left


def test_lesson_completed_too_quickly_does_not_count():
    studied = [
        LessonStudy("read", OPENED, after(60), minimum_seconds=60),
        LessonStudy("clicked through", OPENED, after(59), minimum_seconds=60),
        LessonStudy("opened", OPENED, None),
        LessonStudy("without a minimum", OPENED, OPENED),
    ]

    assert completed_lessons(studied) == {"read", "without a minimum"}


@pytest.mark.parametrize(
    ("completed", "expected", "percent"),
    [
        (set(), Progress(0, 3, "a"), 0),
        ({"a"}, Progress(1, 3, "b"), 33),
        ({"b"}, Progress(1, 3, "a"), 33),
        ({"a", "c"}, Progress(2, 3, "b"), 66),
        ({"a", "b", "c"}, Progress(3, 3, None), 100),
    ],
)
def test_progress_names_the_first_lesson_still_to_do(completed, expected, percent):
    found = progress(lessons=["a", "b", "c"], completed=completed)

    assert found == expected
    assert found.percent == percent


def test_progress_of_an_edition_without_lessons_is_zero_percent():
    assert progress(lessons=[], completed={"a"}).percent == 0


@given(keys, keys)
def test_progress_is_100_percent_exactly_when_the_edition_is_complete(lessons, completed):
    assert (progress(lessons=lessons, completed=completed).percent == 100) == is_complete(
        lessons=lessons, completed=completed
    )


@given(keys, keys, st.sampled_from("abcdef"))
def test_completing_one_more_lesson_never_sets_back(lessons, completed, more):
    before, later = (
        progress(lessons=lessons, completed=completed),
        progress(lessons=lessons, completed=[*completed, more]),
    )

    assert before.done <= later.done <= before.done + 1


@pytest.mark.parametrize(
    ("completed_edition", "latest", "state"),
    [
        (None, 3, ModuleState.OPEN),
        (3, 3, ModuleState.COMPLETED),
        (1, 3, ModuleState.COMPLETED_EARLIER_EDITION),
    ],
)
def test_completed_module_stays_completed_when_a_new_edition_appears(completed_edition, latest, state):
    assert module_state(completed_edition=completed_edition, latest_edition=latest) is state
