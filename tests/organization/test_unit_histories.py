"""Whatever offices decide, in whatever order: the tree stays a tree and every person is somewhere or nowhere, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import DomainError
from core.periods import Period, first_overlap
from organization import selectors
from organization.domain.lineage import check_changes
from organization.domain.population import ReportMode, roll_up
from organization.domain.postings import check_postings
from organization.domain.tree import check_placements
from organization.models import JobAssignment, OrganizationUnit, RoleGrant, UnitName
from organization.services.grants import grant_role
from organization.services.postings import post_staff, posting_value
from organization.services.reorganisation import dissolve_unit, merge_units, split_unit
from organization.services.units import create_unit, move_unit, rename_unit
from tests.factories.organization import make_position, make_staff, make_unit, make_user

AT = datetime(2026, 1, 30, tzinfo=UTC)
FIRST = date(2026, 1, 1)
UNITS = st.integers(0, 5)
DAYS = st.integers(1, 20)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("create"), UNITS, UNITS, DAYS),
        st.tuples(st.just("rename"), UNITS, UNITS, DAYS),
        st.tuples(st.just("move"), UNITS, UNITS, DAYS),
        st.tuples(st.just("merge"), UNITS, UNITS, DAYS),
        st.tuples(st.just("split"), UNITS, UNITS, DAYS),
        st.tuples(st.just("dissolve"), UNITS, UNITS, DAYS),
        st.tuples(st.just("post"), UNITS, UNITS, DAYS),
        st.tuples(st.just("grant"), UNITS, UNITS, DAYS),
    ),
    min_size=4,
    max_size=14,
)


class TestHistories(TestCase):
    """Random decisions on four units, two people and one account."""

    @settings(max_examples=25)
    @given(steps=STEPS)
    def test_invariants_hold_after_every_history(self, steps):
        world = World()

        for number, (what, one, other, day) in enumerate(steps):
            try:
                world.decide(what, one, other, FIRST + timedelta(days=day), number)
            except DomainError:
                continue

        world.assert_sound()


class World:
    """Four units below each other's reach, two people, one account."""

    def __init__(self) -> None:
        top = make_unit(code="U0", valid_from=FIRST)
        self.units = [top, *(make_unit(code=f"U{n}", parent=top, valid_from=FIRST) for n in (1, 2, 3))]
        self.clerk = make_position()
        self.people = [make_staff(full_name=name) for name in ("An", "Ba")]
        self.user = make_user(username="u")

    def decide(self, what, one, other, on, number):
        unit, second = (self.units[place % len(self.units)] for place in (one, other))
        context = {"by": None, "at": AT}
        if what == "create":
            made = create_unit(code=f"N{number}", kind="xa", name="Xã mới", parent=second, valid_from=on, **context)
            self.units.append(made)
        elif what == "rename":
            rename_unit(unit=unit, name=f"Tên {number}", on=on, basis="1", **context)
        elif what == "move":
            move_unit(unit=unit, parent=second, on=on, basis="1", **context)
        elif what == "merge":
            merge_units(predecessors=[unit], successor=second, on=on, decision="1", **context)
        elif what == "split":
            split_unit(unit=unit, successors=[second, self.units[0]], heir=second, on=on, decision="1", **context)
        elif what == "dissolve":
            dissolve_unit(unit=unit, on=on, decision="1", **context)
        elif what == "post":
            person = self.people[other % 2]
            post_staff(staff=person, unit=unit, position=self.clerk, valid_from=on, transfer=True, **context)
        else:
            grant_role(user=self.user, role="unit_head", unit=unit, valid_from=on, **context)

    def assert_sound(self):
        facts = selectors.lineage()
        rows = list(JobAssignment.objects.filter(voided_at__isnull=True))
        postings = [posting_value(row) for row in rows]
        positions = {self.clerk.pk: Period(self.clerk.valid_from)}
        assert check_placements(facts.placements, facts.lives) == []
        assert check_changes(facts.changes, facts.lives, {row.unit_id for row in rows}) == []
        assert check_postings(postings, facts.lives, positions) == []
        self.assert_names_fill_lives()
        self.assert_grants_lie_in_lives(facts)
        self.assert_everybody_is_counted_once(facts)

    def assert_names_fill_lives(self):
        for unit in OrganizationUnit.objects.all():
            names = [Period(name.valid_from, name.valid_to) for name in UnitName.objects.filter(unit=unit)]
            assert first_overlap(names) is None
            assert min(name.start for name in names) == unit.valid_from
            assert None in {name.end for name in names} or max(name.end for name in names) == unit.valid_to

    def assert_grants_lie_in_lives(self, facts):
        for grant in RoleGrant.objects.all():
            assert facts.lives[grant.unit_id].covers(Period(grant.valid_from, grant.valid_to))

    def assert_everybody_is_counted_once(self, facts):
        for offset in range(0, 21, 4):
            there = selectors.population(FIRST + timedelta(days=offset))
            assert len({member.person for member in there}) == len(there)
            for mode in ReportMode:
                groups = roll_up(
                    there,
                    mode,
                    postings=selectors.posting_histories(None),
                    history=facts.history(),
                    today=FIRST + timedelta(days=30),
                )
                assert sum(len(people) for people in groups.values()) == len(there)
