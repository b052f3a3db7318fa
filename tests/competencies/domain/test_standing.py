"""The best valid proof on a day decides; nothing known is None and never zero."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.domain.standing import Evidence, StandingState, Weight, standing_on

DAY = date(2026, 6, 15)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
proofs = st.lists(
    st.builds(
        Evidence,
        key=st.integers(0, 99),
        level=st.none() | st.integers(1, 5),
        observed_on=days,
        expires_on=st.none() | days,
        withdrawn=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.key,
)


def proof(key, level, observed=date(2026, 1, 1), **more):
    return Evidence(key, level, observed, **more)


def weights(standing):
    return {one.evidence.key: one.weight for one in standing.weighed}


def test_no_evidence_is_unassessed_and_not_zero():
    standing = standing_on([], DAY)

    assert standing.level is None
    assert standing.state is StandingState.UNASSESSED
    assert standing.decided_by is None


def test_evidence_without_level_is_insufficient():
    standing = standing_on([proof("a", None)], DAY)

    assert (standing.level, standing.state) == (None, StandingState.INSUFFICIENT)
    assert weights(standing) == {"a": Weight.NO_LEVEL}


def test_best_evidence_decides_even_when_a_later_one_is_lower():
    standing = standing_on([proof("best", 3), proof("later", 2, date(2026, 5, 1)), proof("none", None)], DAY)

    assert standing.level == 3
    assert standing.decided_by == proof("best", 3)
    assert weights(standing) == {"best": Weight.DECIDES, "later": Weight.LOWER, "none": Weight.NO_LEVEL}


def test_of_equal_evidence_the_newest_decides():
    standing = standing_on([proof("old", 3), proof("new", 3, date(2026, 5, 1))], DAY)

    assert weights(standing) == {"new": Weight.DECIDES, "old": Weight.OLDER}


@pytest.mark.parametrize(
    ("better", "weight"),
    [
        (proof("x", 5, withdrawn=True), Weight.WITHDRAWN),
        (proof("x", 5, expires_on=DAY), Weight.EXPIRED),
        (proof("x", 5, date(2026, 6, 16)), Weight.NOT_YET),
    ],
)
def test_evidence_that_does_not_count_on_the_day_leaves_the_next_best(better, weight):
    standing = standing_on([better, proof("a", 2)], DAY)

    assert standing.level == 2
    assert weights(standing) == {"a": Weight.DECIDES, "x": weight}


def test_evidence_counts_from_the_day_observed_to_the_day_before_it_expires():
    one = proof("a", 2, date(2026, 6, 1), expires_on=date(2026, 6, 30))

    levels = [standing_on([one], date(2026, *day)).level for day in ((5, 31), (6, 1), (6, 29), (6, 30))]

    assert levels == [None, 2, 2, None]


def test_only_expired_evidence_leaves_the_person_unassessed():
    standing = standing_on([proof("a", 4, expires_on=date(2026, 2, 1))], DAY)

    assert (standing.level, standing.state) == (None, StandingState.UNASSESSED)


def test_weighed_evidence_goes_newest_first():
    standing = standing_on([proof("a", 1), proof("c", 1, date(2026, 3, 1)), proof("b", 1, date(2026, 2, 1))], DAY)

    assert [one.evidence.key for one in standing.weighed] == ["c", "b", "a"]


@given(proofs, days, st.randoms(use_true_random=False))
def test_standing_does_not_depend_on_the_order_of_evidence(evidence, day, chance):
    shuffled = list(evidence)
    chance.shuffle(shuffled)

    assert standing_on(shuffled, day) == standing_on(evidence, day)


@given(proofs, proofs, days)
def test_more_evidence_never_lowers_the_level(evidence, more, day):
    assert (standing_on(evidence + more, day).level or 0) >= (standing_on(evidence, day).level or 0)


@given(proofs, days)
def test_level_comes_from_exactly_one_proof_that_counts(evidence, day):
    standing = standing_on(evidence, day)

    deciding = [one for one in standing.weighed if one.weight is Weight.DECIDES]
    assert len(deciding) == (0 if standing.level is None else 1)
    assert all(one.evidence.level == standing.level for one in deciding)
    assert len(standing.weighed) == len(evidence)
