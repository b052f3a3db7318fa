"""Standing and profile: what is held, what is required, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from competencies.domain.gaps import GapState
from competencies.domain.standing import StandingState, Weight
from competencies.models import CompetencyEvidence
from competencies.selectors import levels_held, profile_of, standing
from competencies.services import withdraw_evidence
from tests.factories.competencies import make_competency, make_evidence, make_requirement
from tests.factories.organization import make_position, make_posting, make_staff, make_unit

pytestmark = pytest.mark.django_db


def proof(office, source_key, **values):
    values = {"staff": office.staff, "competency": office.control} | values
    return make_evidence(unit=office.unit, position=office.position, source_key=source_key, **values)


def test_standing_is_the_best_valid_proof_of_each_person_and_competency(office, today, django_assert_num_queries):
    other = make_staff(full_name="Trần Văn An")
    proof(office, "a", level=2, observed_on=date(2026, 9, 1))
    best = proof(office, "b", level=3)
    proof(office, "c", level=5, observed_on=date(2023, 1, 1), expires_on=date(2025, 1, 1))
    proof(office, "d", level=None, competency=office.desk)
    proof(office, "e", level=4, staff=other)

    with django_assert_num_queries(1):
        found = standing([office.staff.pk], today)

    assert set(found) == {(office.staff.pk, "KSTTHC"), (office.staff.pk, "NVMC")}
    assert found[office.staff.pk, "KSTTHC"].decided_by.key == best.pk
    assert found[office.staff.pk, "NVMC"].state is StandingState.INSUFFICIENT
    assert levels_held(None, today) == {
        (office.staff.pk, "KSTTHC"): 3,
        (office.staff.pk, "NVMC"): None,
        (other.pk, "KSTTHC"): 4,
    }


def test_standing_of_a_past_day_knows_nothing_that_came_later(office):
    proof(office, "a", level=2, observed_on=date(2026, 5, 22))

    assert levels_held(None, date(2026, 5, 21)) == {(office.staff.pk, "KSTTHC"): None}
    assert standing(None, date(2026, 5, 21))[office.staff.pk, "KSTTHC"].state is StandingState.UNASSESSED
    assert levels_held(None, date(2026, 5, 22)) == {(office.staff.pk, "KSTTHC"): 2}


def test_standing_leaves_a_withdrawn_proof_out(office, today, at):
    withdraw_evidence(evidence=proof(office, "a", level=3), reason="Đề thi bị lộ", by=None, at=at)

    assert levels_held(None, today) == {(office.staff.pk, "KSTTHC"): None}


def test_profile_sets_levels_beside_what_the_position_requires(office, today):
    make_requirement(position=office.position, competency=office.control, level=3)
    make_requirement(position=office.position, competency=office.desk, level=2)
    make_competency(framework=office.framework, code="NN", name="Sử dụng ngoại ngữ")
    proof(office, "a", level=1)

    profile = profile_of(office.staff, today)

    # A competency that is neither required nor proved is no row.
    assert [(line.code, line.gap.state, line.gap.short_by) for line in profile.lines] == [
        ("KSTTHC", GapState.SHORT, 2),
        ("NVMC", GapState.UNASSESSED, 0),
    ]
    assert profile.reasons.line.code == "KSTTHC"


def test_profile_explains_the_competency_asked_for(office, today):
    make_requirement(position=office.position, competency=office.control)
    proof(office, "a", competency=office.desk, level=3, observed_on=date(2026, 5, 22))
    proof(office, "b", competency=office.desk, level=2, observed_on=date(2026, 6, 22))
    proof(office, "c", competency=office.desk, level=4, facet=CompetencyEvidence.Facet.CONDUCT, source_title="Tại quầy")

    reasons = profile_of(office.staff, today, "NVMC").reasons

    assert (reasons.line.code, reasons.knowledge, reasons.conduct) == ("NVMC", 3, 4)
    assert [one.weight for one in reasons.proofs] == [Weight.LOWER, Weight.DECIDES, Weight.LOWER]
    assert [one.title for one in reasons.proofs if one.weight is Weight.DECIDES] == ["Tại quầy"]
    assert {one.unit_name for one in reasons.proofs} == {"Xã Vân Khê"}


def test_profile_of_somebody_who_moved_names_the_unit_before(office, today):
    merged = make_unit(code="XA-MOI", name="Xã Đồng Mây", valid_from=date(2025, 7, 1))
    leader = make_position(code="truong-phong", name="Trưởng phòng")
    staff = make_staff(full_name="Lê Thị Hoa")
    make_posting(staff=staff, unit=office.unit, position=office.position, valid_to=date(2025, 7, 1))
    # A new position in the same unit does not begin a new stay.
    make_posting(
        staff=staff, unit=merged, position=office.position, valid_from=date(2025, 7, 1), valid_to=date(2026, 1, 1)
    )
    make_posting(staff=staff, unit=merged, position=leader, valid_from=date(2026, 1, 1))

    place = profile_of(staff, today).place

    assert (place.unit_name, place.position_name) == ("Xã Đồng Mây", "Trưởng phòng")
    assert (place.since, place.earlier_unit) == (date(2025, 7, 1), "Xã Vân Khê")


def test_profile_of_somebody_without_posting_keeps_the_proofs(office, today):
    staff = make_staff(full_name="Lê Thị Hoa")
    proof(office, "a", staff=staff, level=3)

    profile = profile_of(staff, today)

    assert profile.place.unit_name == ""
    assert [(line.code, line.gap.state) for line in profile.lines] == [("KSTTHC", GapState.NOT_REQUIRED)]


def test_profile_costs_ten_queries_with_one_proof_and_with_three(office, today, django_assert_num_queries):
    make_requirement(position=office.position, competency=office.control)
    proof(office, "a", level=1)

    with django_assert_num_queries(10):
        profile_of(office.staff, today)
    proof(office, "b", level=2, observed_on=today - timedelta(days=10))
    proof(office, "c", level=2, competency=office.desk)
    with django_assert_num_queries(10):
        profile_of(office.staff, today)
