"""Random histories of merges, splits, dissolutions and renamings lose nobody and double nobody."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from organization.domain.lineage import History, check_changes, current_unit, living_successors
from organization.domain.population import ReportMode, population_on, roll_up
from organization.domain.postings import Posting, check_postings
from organization.domain.units import Change, ChangeKind, DatedName, name_on

START = date(2024, 1, 1)
POSITION = {"chuyên viên": Period(START)}


@dataclass
class World:
    """A history in the making: who stands where, and what was written down."""

    lives: dict[int, Period] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    names: list[DatedName] = field(default_factory=list)
    stands: dict[int, tuple[int, date]] = field(default_factory=dict)
    postings: list[Posting] = field(default_factory=list)
    day: date = START

    def alive(self) -> list[int]:
        return sorted(unit for unit, life in self.lives.items() if life.end is None)

    def found(self) -> int:
        unit = len(self.lives)
        self.lives[unit] = Period(self.day)
        self.names.append(DatedName(unit, f"Đơn vị {unit}", "", self.lives[unit]))
        return unit

    def end(self, unit: int) -> list[int]:
        """End a unit, and return the people who stood there."""
        self.lives[unit] = Period(self.lives[unit].start, self.day)
        last = self.names.index(self.current_name(unit))
        self.names[last] = DatedName(unit, self.names[last].name, "", Period(self.names[last].period.start, self.day))
        leaving = [person for person, (place, _) in self.stands.items() if place == unit]
        for person in leaving:
            self.leave(person)
        return leaving

    def current_name(self, unit: int) -> DatedName:
        return next(name for name in self.names if name.unit == unit and name.period.end is None)

    def leave(self, person: int) -> None:
        unit, since = self.stands.pop(person)
        self.postings.append(Posting(person, unit, "chuyên viên", Period(since, self.day)))

    def close(self) -> None:
        for person, (unit, since) in self.stands.items():
            self.postings.append(Posting(person, unit, "chuyên viên", Period(since)))

    def own(self) -> dict[int, list[Posting]]:
        found: dict[int, list[Posting]] = {}
        for posting in self.postings:
            found.setdefault(posting.person, []).append(posting)
        return found


@st.composite
def worlds(draw):
    world = World()
    for _ in range(draw(st.integers(2, 5))):
        world.found()
    for person in range(draw(st.integers(1, 12))):
        world.stands[person] = (draw(st.sampled_from(world.alive())), START)
    for _ in range(draw(st.integers(0, 7))):
        world.day += timedelta(days=draw(st.integers(1, 90)))
        if world.alive():
            draw(st.sampled_from([merge, split, dissolve, rename, transfer]))(world, draw)
    world.close()
    return world


def merge(world, draw):
    """Several units become a new one, or go into one that lives on."""
    ending = draw(st.lists(st.sampled_from(world.alive()), min_size=1, max_size=3, unique=True))
    staying = [unit for unit in world.alive() if unit not in ending]
    successor = draw(st.sampled_from(staying)) if staying and draw(st.booleans()) else world.found()
    world.changes += [Change(ChangeKind.MERGED, unit, successor, True, world.day) for unit in ending]
    settle(world, draw, [person for unit in ending for person in world.end(unit)], successor)


def split(world, draw):
    ending = draw(st.sampled_from(world.alive()))
    parts = [world.found() for _ in range(draw(st.integers(2, 3)))]
    heir = draw(st.sampled_from(parts))
    world.changes += [Change(ChangeKind.SPLIT, ending, part, part == heir, world.day) for part in parts]
    settle(world, draw, world.end(ending), *parts)


def dissolve(world, draw):
    ending = draw(st.sampled_from(world.alive()))
    world.changes.append(Change(ChangeKind.DISSOLVED, ending, None, False, world.day))
    settle(world, draw, world.end(ending))


def rename(world, draw):
    unit = draw(st.sampled_from(world.alive()))
    old = world.current_name(unit)
    if old.period.start < world.day:
        world.names[world.names.index(old)] = DatedName(unit, old.name, "", Period(old.period.start, world.day))
        world.names.append(DatedName(unit, f"{old.name} mới", "", Period(world.day)))


def transfer(world, draw):
    person = draw(st.sampled_from(sorted(world.stands))) if world.stands else None
    if person is not None and world.stands[person][1] < world.day:
        world.leave(person)
        settle(world, draw, [person])


def settle(world, draw, people, *successors):
    """Give each person an own posting in a successor or elsewhere, or none."""
    for person in people:
        unit = draw(st.sampled_from([None, *successors, *world.alive()]))
        if unit is not None:
            world.stands[person] = (unit, world.day)


@given(worlds(), st.integers(0, 400), st.integers(0, 400))
def test_now_report_names_each_person_of_the_then_report_once(world, first, second):
    day, today = (START + timedelta(days=days) for days in sorted((first, second)))
    history = History.of(world.lives, world.changes)
    population = population_on(world.postings, day)

    then, now = (roll_up(population, mode, postings=world.own(), history=history, today=today) for mode in ReportMode)

    people = sorted(member.person for member in population)
    assert sorted(person for group in then.values() for person in group) == people
    assert sorted(person for group in now.values() for person in group) == people
    assert all(world.lives[unit].contains(day) for unit in then)
    assert all(unit is None or world.lives[unit].contains(today) for unit in now)


@given(worlds())
def test_histories_as_drawn_break_no_rule(world):
    assert check_postings(world.postings, world.lives, POSITION) == []
    assert check_changes(world.changes, world.lives, staffed=world.lives) == []


@given(worlds(), st.integers(0, 400))
def test_report_of_the_day_itself_is_the_same_in_both_modes(world, days):
    day = START + timedelta(days=days)
    history = History.of(world.lives, world.changes)
    population = population_on(world.postings, day)

    then, now = (roll_up(population, mode, postings=world.own(), history=history, today=day) for mode in ReportMode)

    assert then == now


@given(worlds(), st.integers(0, 400), st.integers(0, 400))
def test_tracing_in_two_steps_is_tracing_in_one(world, first, second):
    # Counting at an interim date and tracing on from there must not part people otherwise than tracing at once.
    middle, today = (START + timedelta(days=days) for days in sorted((first, second)))
    history = History.of(world.lives, world.changes)

    for person, own in world.own().items():
        start = min(own, key=lambda posting: posting.period.start).unit
        halfway = current_unit(start, postings=own, history=history, today=middle)
        at_once = current_unit(start, postings=own, history=history, today=today)
        if halfway.unit is None:
            assert at_once == halfway, person
        else:
            assert current_unit(halfway.unit, postings=own, history=history, today=today) == at_once, person


@given(worlds(), st.integers(0, 400))
def test_every_day_of_a_unit_has_exactly_one_name(world, days):
    day = START + timedelta(days=days)

    for unit, life in world.lives.items():
        assert (name_on(world.names, unit, day) is not None) == life.contains(day)


@given(worlds(), st.integers(0, 400))
def test_person_without_own_postings_ends_in_a_living_successor_or_the_bucket(world, days):
    today = START + timedelta(days=days)
    history = History.of(world.lives, world.changes)

    for unit, life in world.lives.items():
        if life.start <= today:
            target = current_unit(unit, postings=(), history=history, today=today)
            living = living_successors(unit, history=history, today=today)
            # The bucket is right even while sister parts live on: the line of heirs ended.
            heirless = not any(change.heir and change.predecessor == target.last_unit for change in world.changes)
            assert target.unit in living or (target.unit is None and heirless)
