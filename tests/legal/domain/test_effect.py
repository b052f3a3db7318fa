"""In force on a day: half-open, unknown is neither yes nor no."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal.domain.effect import (
    Effect,
    EffectStatus,
    Grounds,
    Relation,
    RelationKind,
    after_relations,
    in_force_on,
    provision_effect,
)

START, END = date(2025, 7, 1), date(2026, 7, 1)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
known_or_not = st.none() | days
effects = st.builds(Effect, known_or_not, known_or_not, st.booleans())


@pytest.mark.parametrize(
    ("effect", "day", "status"),
    [
        (Effect(START, END), date(2025, 6, 30), EffectStatus.NOT_YET),
        (Effect(START, END), START, EffectStatus.IN_FORCE),
        (Effect(START, END), date(2026, 6, 30), EffectStatus.IN_FORCE),
        (Effect(START, END), END, EffectStatus.ENDED),
        (Effect(START), date(2099, 1, 1), EffectStatus.IN_FORCE),
        (Effect(None), START, EffectStatus.UNKNOWN),
        (Effect(None, END), START, EffectStatus.UNKNOWN),
        (Effect(None, END), END, EffectStatus.ENDED),
        (Effect(START, None, end_uncertain=True), START, EffectStatus.UNKNOWN),
        (Effect(START, None, end_uncertain=True), date(2025, 6, 30), EffectStatus.NOT_YET),
        (Effect(START, END, end_uncertain=True), END, EffectStatus.ENDED),
    ],
)
def test_effect_on_a_day(effect, day, status):
    assert effect.on(day) is status


def test_law_issued_but_not_yet_in_force_may_not_be_drawn():
    # Luật Hộ tịch 03/2026/QH16: issued 23/04/2026, in force from 01/03/2027.
    law = Effect(date(2027, 3, 1))

    assert not in_force_on([law], date(2026, 11, 23)).are_drawable
    assert not in_force_on([law], date(2027, 2, 28)).are_drawable
    assert in_force_on([law], date(2027, 3, 1)).are_drawable


@pytest.mark.parametrize(
    ("statuses", "drawable", "flagged"),
    [
        ((EffectStatus.IN_FORCE, EffectStatus.IN_FORCE), True, False),
        ((EffectStatus.IN_FORCE, EffectStatus.UNKNOWN), True, True),
        ((EffectStatus.IN_FORCE, EffectStatus.ENDED), False, False),
        ((EffectStatus.UNKNOWN, EffectStatus.NOT_YET), False, True),
        ((), True, True),
    ],
)
def test_grounds_are_drawable_when_all_are_in_force_or_unknown(statuses, drawable, flagged):
    grounds = Grounds(statuses)

    assert (grounds.are_drawable, grounds.are_flagged) == (drawable, flagged)


@pytest.mark.parametrize("kind", [RelationKind.REPLACES, RelationKind.REPEALS])
def test_replacing_and_repealing_end_the_older_document(kind):
    assert after_relations(Effect(START), [Relation(kind, END)]) == Effect(START, END)


@pytest.mark.parametrize("kind", [RelationKind.AMENDS, RelationKind.GUIDES])
def test_amending_and_guiding_end_nothing(kind):
    assert after_relations(Effect(START), [Relation(kind, END)]) == Effect(START)


def test_the_earliest_end_counts():
    later, earlier = date(2027, 1, 1), date(2026, 1, 1)
    relations = [Relation(RelationKind.REPLACES, later), Relation(RelationKind.REPEALS, earlier)]

    assert after_relations(Effect(START, END), relations) == Effect(START, earlier)
    assert after_relations(Effect(START, END), relations[:1]) == Effect(START, END)


def test_repeal_on_an_unknown_day_makes_the_end_uncertain():
    effect = after_relations(Effect(START), [Relation(RelationKind.REPEALS, None)])

    assert effect == Effect(START, None, end_uncertain=True)
    assert in_force_on([effect], END) == Grounds((EffectStatus.UNKNOWN,))


def test_own_dates_of_a_provision_overrule_those_of_its_document():
    document = Effect(START, END)

    assert provision_effect(document, Effect(None)) == document
    assert provision_effect(document, Effect(date(2026, 1, 1))) == Effect(date(2026, 1, 1), END)
    assert provision_effect(document, Effect(None, date(2027, 1, 1))) == Effect(START, date(2027, 1, 1))
    assert provision_effect(Effect(START, None, True), Effect(None)) == Effect(START, None, True)
    assert provision_effect(Effect(START, None, True), Effect(None, END)) == Effect(START, END)


@given(effects, days, days)
def test_what_has_ended_stays_ended(effect, one, other):
    earlier, later = sorted((one, other))

    if effect.on(earlier) is EffectStatus.ENDED:
        assert effect.on(later) is EffectStatus.ENDED


@given(effects, st.lists(st.builds(Relation, st.sampled_from(RelationKind), known_or_not), max_size=4), days)
def test_relations_never_bring_an_ended_document_back(effect, relations, day):
    after = after_relations(effect, relations).on(day)

    assert effect.on(day) is not EffectStatus.ENDED or after is EffectStatus.ENDED


@given(st.lists(effects, max_size=4), effects, days)
def test_one_more_ground_never_makes_a_question_drawable(grounds, more, day):
    assert in_force_on(grounds, day).are_drawable or not in_force_on([*grounds, more], day).are_drawable
