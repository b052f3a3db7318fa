"""Units, postings and rights: what holds on every day."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from typing import cast

from django.db.models import F, Q

from config.proof.finding import Finding, Tally
from core import clock
from core.periods import Period
from organization.domain.lineage import check_changes
from organization.domain.population import ReportMode, population_on, roll_up
from organization.domain.postings import Posting, PostingKind, check_postings
from organization.domain.tree import check_placements
from organization.models import JobAssignment, OrganizationUnit, Position, RoleGrant, UnitChange
from organization.selectors import lineage, posting_histories

_ONE_DAY = timedelta(days=1)


def prove_units(tally: Tally) -> Iterator[Finding]:
    """The units make a tree on every day, and every end of a unit that had people is explained."""
    facts = lineage()
    codes = dict(OrganizationUnit.objects.values_list("pk", "code"))
    tally.checked += len(codes)
    for placement in check_placements(facts.placements, facts.lives):
        units = ", ".join(codes[cast("int", unit)] for unit in placement.units)
        yield Finding(placement.code.value, f"{units} {placement.day}")
    staffed = JobAssignment.objects.filter(voided_at__isnull=True).order_by().values_list("unit_id", flat=True)
    for change in check_changes(facts.changes, facts.lives, staffed.distinct()):
        yield Finding(change.code.value, codes[cast("int", change.unit)])


def prove_postings(tally: Tally) -> Iterator[Finding]:
    """Nobody holds two main posts on a day, and posts lie inside the lives of unit and position."""
    units, positions = _lives(OrganizationUnit), _lives(Position)
    rows = JobAssignment.objects.filter(voided_at__isnull=True)
    columns = ("staff__uid", "unit_id", "position_id", "valid_from", "valid_to", "kind")
    postings = [
        Posting(str(person), unit, position, Period(start, end), PostingKind(kind))
        for person, unit, position, start, end, kind in tally.each(rows.values_list(*columns).iterator())
    ]
    for problem in check_postings(postings, units, positions):
        yield Finding(problem.code.value, f"{problem.posting.person} {problem.posting.period.start}")


def prove_population(tally: Tally) -> Iterator[Finding]:
    """Reports then and now add up to the same people, on the days around every reorganisation and today."""
    postings: dict[Hashable, tuple[Posting, ...]] = dict(posting_histories(None).items())
    everything = [posting for own in postings.values() for posting in own]
    history, today = lineage().history(), clock.today()
    for day in _days_of_interest(today):
        people = population_on(everything, day)
        tally.checked += len(people)
        for mode in ReportMode:
            groups = roll_up(people, mode, postings=postings, history=history, today=max(today, day))
            counted = sorted(cast("int", person) for group in groups.values() for person in group)
            if counted != sorted(cast("int", member.person) for member in people):
                yield Finding("population_differs", f"{day} {mode.value}")


def prove_grants(tally: Tally) -> Iterator[Finding]:
    """No right outlives its unit."""
    rows = RoleGrant.objects.select_related("user", "unit")
    tally.checked += rows.count()
    outlives = Q(valid_to__isnull=True) | Q(valid_to__gt=F("unit__valid_to"))
    for grant in rows.filter(outlives, unit__valid_to__isnull=False):
        yield Finding("grant_outlives_unit", f"{grant.user.username} {grant.role} {grant.unit.code}")


def _lives(model: type[OrganizationUnit] | type[Position]) -> dict[Hashable, Period]:
    rows = model._default_manager.values_list("pk", "valid_from", "valid_to")
    return {key: Period(start, end) for key, start, end in rows}


def _days_of_interest(today: date) -> list[date]:
    changed = set(UnitChange.objects.filter(effective_on__lte=today).values_list("effective_on", flat=True))
    return sorted({today, *changed, *(day - _ONE_DAY for day in changed)})
