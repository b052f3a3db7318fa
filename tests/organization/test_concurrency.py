"""Commands that meet each other on PostgreSQL: one order wins, nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connections

from core.models import AuditEntry, AuditLink
from core.selectors import audit_findings
from core.services.audit import Act, link_entries, record_many
from organization.models import JobAssignment, StaffMember, UnitPlacement
from organization.selectors import lineage, unit_tree
from organization.services.postings import PostingRefused, post_staff
from organization.services.staff_import import import_staff
from organization.services.structure import StructureRefused
from organization.services.units import move_unit
from tests.factories.organization import make_position, make_staff, make_unit
from tests.organization.sheets import person, xlsx

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)


def at_once(*commands: Callable[[], object]) -> list[object]:
    """Run commands at the same instant, each on its own connection; return results or errors in their order."""
    barrier = Barrier(len(commands))

    def run(command):
        barrier.wait()
        try:
            return command()
        except (PostingRefused, StructureRefused) as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def test_person_posted_twice_at_once_has_one_main_posting():
    staff, clerk = make_staff(), make_position()
    units = [make_unit(code=code) for code in "AB"]

    results = at_once(
        *(
            lambda unit=unit: post_staff(staff=staff, unit=unit, position=clerk, valid_from=MARCH, by=None, at=AT)
            for unit in units
        )
    )

    assert results.count("posting_two_main") == 1
    assert JobAssignment.objects.count() == 1


def test_two_moves_that_would_close_a_circle_do_not_both_happen():
    one, two = make_unit(code="A"), make_unit(code="B")

    results = at_once(
        *(
            lambda unit=unit, parent=parent: move_unit(unit=unit, parent=parent, on=MARCH, basis="1", by=None, at=AT)
            for unit, parent in ((one, two), (two, one))
        )
    )

    assert results.count("placement_circle") == 1
    assert unit_tree(MARCH).circle() is None
    assert UnitPlacement.objects.count() == len(lineage().placements) == 3


def test_same_list_imported_twice_at_once_is_imported_once():
    make_unit(code="XA")
    make_position()
    data = xlsx([person()])

    reports = at_once(*[lambda: import_staff(data=data, as_of=date(2026, 3, 10), by=None, at=AT)] * 2)

    assert sorted(report.committed for report in reports) == [False, True]
    assert StaffMember.objects.count() == 1


def test_two_linkers_at_once_make_one_chain():
    record_many([Act("a.b", "c", str(number)) for number in range(200)], at=AT)

    linked = at_once(*[lambda: link_entries(at=AT, limit=150)] * 2)
    link_entries(at=AT)

    assert sum(linked) in (150, 200)
    assert AuditLink.objects.count() == AuditEntry.objects.count() == 200
    assert list(audit_findings(AT)) == []
