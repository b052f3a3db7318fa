"""Training given as a duty: whom it reaches, until when, and taking it back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.models import AuditEntry
from organization.models import OrganizationUnit, Position, StaffMember
from tests.factories.organization import make_position, make_posting, make_staff, make_unit, make_user
from tests.factories.training import make_completion, make_edition, make_enrolment, make_module_page, make_progress
from training.domain.due import DueRuleRefused
from training.errors import AssignmentCancelled, AudienceEmpty, ModuleUnpublished
from training.models import AssignmentTarget, Enrolment, ModuleEdition, ModuleIndexPage, TrainingAssignment
from training.services.assignments import Target, assign_module, cancel_assignment

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Office:
    """A province with a commune; a head and a clerk in the commune, a clerk in the province; somebody who left."""

    def __init__(self) -> None:
        self.province = make_unit(code="TINH", kind=OrganizationUnit.Kind.PROVINCE)
        self.commune = make_unit(code="XA-1", parent=self.province)
        self.clerk, self.head = make_position(), make_position(code="chu-tich", name="Chủ tịch", order=1)
        self.an = self._person("Lê Văn An", self.commune, self.clerk)
        self.binh = self._person("Lê Văn Bình", self.commune, self.head)
        self.chi = self._person("Lê Văn Chi", self.province, self.clerk)
        self.gone = make_staff(full_name="Lê Văn Dũng")
        make_posting(staff=self.gone, unit=self.commune, position=self.clerk, valid_to=date(2026, 11, 23))

    @staticmethod
    def _person(name: str, unit: OrganizationUnit, position: Position) -> StaffMember:
        staff = make_staff(full_name=name)
        make_posting(staff=staff, unit=unit, position=position)
        return staff


@pytest.fixture
def office(db: None) -> Office:
    """The office of these tests."""
    return Office()


@pytest.fixture
def edition(index: ModuleIndexPage) -> ModuleEdition:
    """A published module."""
    return make_edition(page=make_module_page(index=index))


def assign(office: Office, edition: ModuleEdition, *targets: Target, **rules: Any) -> TrainingAssignment:
    """Assign in the name of the province."""
    return assign_module(
        module_uid=edition.module_uid,
        title="Học kiểm soát thủ tục",
        owner_unit=office.province,
        targets=targets,
        by=None,
        at=AT,
        **rules,
    )


def reached(assignment: TrainingAssignment) -> set[StaffMember]:
    """Those who were enrolled."""
    return {enrolment.staff for enrolment in assignment.enrolments.select_related("staff")}


def test_a_unit_is_reached_with_what_is_below(office: Office, edition: ModuleEdition) -> None:
    assignment = assign(office, edition, Target(unit_id=office.province.pk))

    assert reached(assignment) == {office.an, office.binh, office.chi}
    assert assignment.targets.get().kind == AssignmentTarget.Kind.UNIT


def test_a_unit_alone_is_reached_without_what_is_below(office: Office, edition: ModuleEdition) -> None:
    assignment = assign(office, edition, Target(unit_id=office.province.pk, with_below=False))

    assert reached(assignment) == {office.chi}


def test_a_position_within_a_unit_and_single_people_are_reached_once(office: Office, edition: ModuleEdition) -> None:
    assignment = assign(
        office,
        edition,
        Target(unit_id=office.province.pk, position_id=office.clerk.pk),
        Target(staff_id=office.chi.pk),
        Target(staff_id=office.gone.pk),
    )

    assert reached(assignment) == {office.an, office.chi, office.gone}
    assert assignment.enrolments.count() == 3


def test_days_count_from_the_day_of_assignment(office: Office, edition: ModuleEdition) -> None:
    assignment = assign(office, edition, Target(staff_id=office.an.pk), due_after_days=30)

    # 23/11/2026 and thirty days: seven are left of November, so the 23rd of December.
    assert assignment.enrolments.get().due_on == date(2026, 12, 23)


def test_a_fixed_last_day_holds_for_all(office: Office, edition: ModuleEdition) -> None:
    assignment = assign(office, edition, Target(unit_id=office.commune.pk), due=date(2026, 12, 31))

    assert set(assignment.enrolments.values_list("due_on", flat=True)) == {date(2026, 12, 31)}
    entry = AuditEntry.objects.get(verb="training.assigned")
    assert entry.detail.content == {"title": "Học kiểm soát thủ tục", "people": 2, "due_on": "2026-12-31"}


def test_whoever_studies_gets_the_day_and_whoever_completed_is_left_alone(
    office: Office, edition: ModuleEdition
) -> None:
    studying = make_enrolment(staff=office.an, module_uid=edition.module_uid)
    make_completion(staff=office.binh, edition=edition, unit=office.commune, position=office.head)

    assignment = assign(office, edition, Target(unit_id=office.commune.pk), due=date(2026, 12, 31))

    assert reached(assignment) == {office.an}
    studying.refresh_from_db()
    assert (studying.assignment, studying.due_on) == (assignment, date(2026, 12, 31))
    assert Enrolment.objects.get(staff=office.binh).due_on is None


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        ({"targets": "gone"}, AudienceEmpty),
        ({"due": date(2026, 12, 31), "due_after_days": 30}, DueRuleRefused),
        ({"module": "unpublished"}, ModuleUnpublished),
    ],
)
def test_a_refused_assignment_writes_nothing(
    office: Office, edition: ModuleEdition, index: ModuleIndexPage, rules: dict[str, Any], error: type[Exception]
) -> None:
    empty = make_unit(code="XA-2", parent=office.province)
    targets = [Target(unit_id=empty.pk)] if rules.pop("targets", None) else [Target(staff_id=office.an.pk)]
    page = make_module_page(index=index, code="MOI") if rules.pop("module", None) else None

    with pytest.raises(error):
        assign_module(
            module_uid=page.module_uid if page else edition.module_uid,
            title="Học",
            owner_unit=office.province,
            targets=targets,
            by=None,
            at=AT,
            **rules,
        )

    assert not TrainingAssignment.objects.exists()
    assert not AssignmentTarget.objects.exists()
    assert not Enrolment.objects.exists()
    assert not AuditEntry.objects.exists()


def test_taking_back_ends_what_was_not_begun_and_frees_the_rest(office: Office, edition: ModuleEdition) -> None:
    assignment = assign(office, edition, Target(unit_id=office.province.pk), due=date(2026, 12, 31))
    begun = assignment.enrolments.get(staff=office.an)
    make_progress(enrolment=begun, edition=edition, completed_at=None)
    officer = make_user(username="noivu")

    ended = cancel_assignment(assignment=assignment, reason="Kế hoạch thay đổi", by=officer, at=AT)

    assert ended == 2
    begun.refresh_from_db()
    assert (begun.state, begun.assignment, begun.due_on) == ("open", None, None)
    assert set(Enrolment.objects.exclude(pk=begun.pk).values_list("state", flat=True)) == {"cancelled"}
    entry = AuditEntry.objects.get(verb="training.assignment_cancelled")
    assert entry.detail.content == {"reason": "Kế hoạch thay đổi", "ended": 2}


def test_taking_back_twice_is_refused(office: Office, edition: ModuleEdition) -> None:
    assignment = assign(office, edition, Target(staff_id=office.an.pk))
    cancel_assignment(assignment=assignment, reason="Nhầm", by=None, at=AT)

    with pytest.raises(AssignmentCancelled):
        cancel_assignment(assignment=assignment, reason="Nhầm", by=None, at=AT)

    assert AuditEntry.objects.filter(verb="training.assignment_cancelled").count() == 1


def test_whoever_was_released_can_be_assigned_again(office: Office, edition: ModuleEdition) -> None:
    first = assign(office, edition, Target(staff_id=office.an.pk))
    cancel_assignment(assignment=first, reason="Nhầm", by=None, at=AT)

    second = assign(office, edition, Target(staff_id=office.an.pk))

    assert [(row.cycle, row.state) for row in Enrolment.objects.order_by("cycle")] == [(1, "cancelled"), (2, "open")]
    assert second.enrolments.get().cycle == 2
