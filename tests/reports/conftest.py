"""A small district before and after 01/07/2025, worked out by hand.

Until 30/06/2025, below the province P: communes A (3 people), B (2), C (4) and township T (1).
On 01/07/2025: A and B merge into X. C is split into Y and Z, Y being the heir. T is dissolved, nobody takes over.

| person | on 30/06/2025 | own posting on 01/07/2025 | counts today for |
|---|---|---|---|
| a1, a2 | A | none | X (heir) |
| a3 | A | Y | Y (own posting) |
| b1 | B | none | X |
| b2 | B | X | X |
| c1, c2 | C | none | Y (heir of C) |
| c3, c4 | C | Z | Z |
| t1 | T | none | bucket of ended units |

So then: A 3, B 2, C 4, T 1 = 10; now: X 4 (a1 a2 b1 b2), Y 3 (a3 c1 c2), Z 2 (c3 c4), bucket 1 = 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from organization.models import OrganizationUnit, Position, StaffMember, UnitChange
from tests.factories.competencies import (
    make_competency,
    make_evidence,
    make_framework,
    make_level_rule,
    make_requirement,
)
from tests.factories.organization import make_position, make_posting, make_staff, make_unit

CHANGED_ON = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)
HOMES = {"A": ("a1", "a2", "a3"), "B": ("b1", "b2"), "C": ("c1", "c2", "c3", "c4"), "T": ("t1",)}
OWN_POSTINGS = {"a3": "Y", "b2": "X", "c3": "Z", "c4": "Z"}


@dataclass(frozen=True)
class District:
    """The rows by their letters."""

    units: dict[str, OrganizationUnit]
    people: dict[str, StaffMember]
    position: Position


@pytest.fixture
def district(db: None) -> District:
    """The district of the table above, with one competency that the only position requires at level 3."""
    units = {"P": make_unit(code="P", kind=OrganizationUnit.Kind.PROVINCE, name="Tỉnh P")}
    for code in HOMES:
        units[code] = make_unit(code=code, name=f"Xã {code}", parent=units["P"], valid_to=CHANGED_ON)
    for code in ("X", "Y", "Z"):
        units[code] = make_unit(code=code, name=f"Xã {code}", parent=units["P"], valid_from=CHANGED_ON)
    _change(units, "A", "X", heir=True)
    _change(units, "B", "X", heir=True)
    _change(units, "C", "Y", heir=True, kind=UnitChange.Kind.SPLIT)
    _change(units, "C", "Z", heir=False, kind=UnitChange.Kind.SPLIT)
    _change(units, "T", None, heir=False, kind=UnitChange.Kind.DISSOLVED)
    position = make_position()
    people = _people(units, position)
    _competency(units["P"], position, people)
    return District(units, people, position)


def _change(
    units: dict[str, OrganizationUnit], old: str, new: str | None, *, heir: bool, kind: str = UnitChange.Kind.MERGED
) -> None:
    UnitChange.objects.create(
        kind=kind,
        predecessor=units[old],
        successor=units[new] if new else None,
        heir=heir,
        effective_on=CHANGED_ON,
        decision="12/NQ-HĐND",
    )


def _people(units: dict[str, OrganizationUnit], position: Position) -> dict[str, StaffMember]:
    people = {}
    for home, names in HOMES.items():
        for name in names:
            people[name] = make_staff(full_name=f"Trần Văn {name.upper()}", code=name)
            onward = OWN_POSTINGS.get(name)
            ends = CHANGED_ON if onward or name == "t1" else None
            make_posting(staff=people[name], unit=units[home], position=position, valid_to=ends)
            if onward:
                make_posting(staff=people[name], unit=units[onward], position=position, valid_from=CHANGED_ON)
    return people


def _competency(province: OrganizationUnit, position: Position, people: dict[str, StaffMember]) -> None:
    """a1 holds level 3 (met), a3 level 4 (above), c1 level 1 (two short), c3 level 2 (one short); others nothing."""
    framework = make_framework(owner_unit=province)
    competency = make_competency(framework=framework)
    make_level_rule()
    make_requirement(position=position, competency=competency, level=3)
    for name, level in {"a1": 3, "a3": 4, "c1": 1, "c3": 2}.items():
        make_evidence(
            staff=people[name],
            competency=competency,
            unit=province,
            position=position,
            level=level,
            observed_on=date(2025, 3, 10),
            expires_on=date(2027, 3, 10),
            source_key=name,
        )
