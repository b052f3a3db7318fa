"""Registering people and posting them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.models import AuditEntry
from core.periods import Period, PeriodRefused, first_overlap
from core.vietnamese.formatting import PartialDate
from core.vietnamese.names import NameParts
from organization import selectors
from organization.models import JobAssignment, StaffIdentifier, StaffMember
from organization.services.people import StaffRefused, correct_staff, register_staff
from organization.services.postings import PostingRefused, end_posting, post_staff, void_posting
from tests.factories.organization import (
    LONG_AGO,
    make_position,
    make_posting,
    make_staff,
    make_unit,
    make_user,
)

AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def everything():
    models = (StaffMember, StaffIdentifier, JobAssignment, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture
def officer():
    return make_user(username="noivu")


@pytest.fixture
def commune():
    return make_unit(code="X", name="Xã Vân Sơn")


@pytest.fixture
def clerk():
    return make_position()


@pytest.mark.django_db
class TestRegister:
    def test_person_is_kept_with_clean_parts_and_search_columns(self, officer):
        staff = register_staff(
            name=NameParts("Nguyễn", "Thị  Bích", "Vân "),
            birth=PartialDate(1985, 3),
            gender="nu",
            code=" CB001 ",
            by=officer,
            at=AT,
        )

        staff.refresh_from_db()
        assert (staff.full_name, staff.folded) == ("Nguyễn Thị Bích Vân", "nguyen thi bich van")
        assert (staff.birth_year, staff.birth_month, staff.birth_day) == (1985, 3, None)
        assert staff.identifiers.get().value == "CB001"
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.subject_uid) == ("staff.registered", staff.uid)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"name": NameParts("Nguyễn", "", " ")}, "staff_name_missing"),
            ({"name": NameParts("Nguyễn", "", "Vân2")}, "staff_name_characters"),
            ({"name": NameParts("Nguyễn", "", "V" * 61)}, "staff_name_long"),
            ({"code": "CB001"}, "staff_code_taken"),
        ],
    )
    def test_impossible_person_is_refused_and_nothing_was_written(self, changes, code, officer):
        make_staff(code="CB001")
        wanted = {"name": NameParts("Trần", "Văn", "An")} | changes
        before = everything()

        with pytest.raises(StaffRefused, match=code):
            register_staff(**wanted, by=officer, at=AT)

        assert everything() == before

    def test_correction_rewrites_the_columns_that_follow(self, officer):
        staff = make_staff(full_name="Nguyen Van An")

        correct_staff(
            staff=staff,
            name=NameParts("Nguyễn", "Văn", "Ân"),
            birth=PartialDate(1990, 5, 2),
            gender="nam",
            by=officer,
            at=AT,
        )

        staff.refresh_from_db()
        assert (staff.full_name, staff.folded, staff.birth_year) == ("Nguyễn Văn Ân", "nguyen van an", 1990)
        assert AuditEntry.objects.get().detail.content == {
            "old": "Nguyen Van An ·  · ",
            "new": "Nguyễn Văn Ân · 02/05/1990 · nam",
        }


@pytest.mark.django_db
class TestPost:
    def test_person_is_posted_and_the_entry_names_person_and_unit(self, officer, commune, clerk):
        staff = make_staff()

        row = post_staff(
            staff=staff, unit=commune, position=clerk, valid_from=MARCH, decision="QĐ 12", by=officer, at=AT
        )

        assert (row.kind, row.valid_from, row.valid_to, row.recorded_at) == ("main", MARCH, None, AT)
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.subject_uid, entry.unit_uid) == ("posting.given", staff.uid, commune.uid)

    def test_second_main_posting_is_refused_and_nothing_was_written(self, officer, commune, clerk):
        staff = make_staff()
        make_posting(staff=staff, unit=commune, position=clerk)
        before = everything()

        with pytest.raises(PostingRefused, match="posting_two_main") as refused:
            post_staff(staff=staff, unit=commune, position=clerk, valid_from=MARCH, by=officer, at=AT)

        assert refused.value.params["day"] == LONG_AGO
        assert everything() == before

    def test_concurrent_posting_stands_beside_the_main_one(self, officer, commune, clerk):
        staff = make_staff()
        make_posting(staff=staff, unit=commune, position=clerk)

        post_staff(staff=staff, unit=commune, position=clerk, kind="concurrent", valid_from=MARCH, by=officer, at=AT)

        assert staff.job_assignments.count() == 2

    def test_transfer_ends_the_present_main_posting_on_the_day(self, officer, commune, clerk):
        staff, elsewhere = make_staff(), make_unit(code="Y")
        old = make_posting(staff=staff, unit=commune, position=clerk)

        post_staff(staff=staff, unit=elsewhere, position=clerk, valid_from=MARCH, transfer=True, by=officer, at=AT)

        old.refresh_from_db()
        assert old.valid_to == MARCH
        assert selectors.posting_on(staff.pk, MARCH).unit_id == elsewhere.pk

    def test_transfer_on_the_day_of_the_present_posting_voids_it(self, officer, commune, clerk):
        staff, elsewhere = make_staff(), make_unit(code="Y")
        mistake = make_posting(staff=staff, unit=commune, position=clerk, valid_from=MARCH)

        post_staff(staff=staff, unit=elsewhere, position=clerk, valid_from=MARCH, transfer=True, by=officer, at=AT)

        mistake.refresh_from_db()
        assert (mistake.voided_at, mistake.valid_to) == (AT, None)
        assert selectors.posting_on(staff.pk, MARCH).unit_id == elsewhere.pk

    def test_transfer_into_a_later_main_posting_is_refused_and_nothing_was_written(self, officer, commune, clerk):
        staff = make_staff()
        make_posting(staff=staff, unit=commune, position=clerk, valid_to=APRIL)
        make_posting(staff=staff, unit=commune, position=clerk, valid_from=APRIL)
        before = everything()

        with pytest.raises(PostingRefused, match="posting_two_main"):
            post_staff(staff=staff, unit=commune, position=clerk, valid_from=MARCH, transfer=True, by=officer, at=AT)

        assert everything() == before

    @pytest.mark.parametrize(
        ("unit_end", "position_end", "code"),
        [(APRIL, None, "posting_unit_not_alive"), (None, APRIL, "posting_position_not_valid")],
    )
    def test_posting_outside_the_life_of_unit_or_position_is_refused_and_nothing_was_written(
        self, unit_end, position_end, code, officer
    ):
        staff = make_staff()
        unit = make_unit(code="H", name="Huyện Vân Sơn", valid_to=unit_end)
        position = make_position(valid_to=position_end)
        before = everything()

        with pytest.raises(PostingRefused, match=code):
            post_staff(staff=staff, unit=unit, position=position, valid_from=MARCH, by=officer, at=AT)

        assert everything() == before

    def test_empty_period_is_refused(self, officer, commune, clerk):
        with pytest.raises(PeriodRefused):
            post_staff(
                staff=make_staff(),
                unit=commune,
                position=clerk,
                valid_from=MARCH,
                valid_to=MARCH,
                by=officer,
                at=AT,
            )

    def test_old_fault_of_another_posting_does_not_stand_in_the_way(self, officer, commune, clerk):
        staff = make_staff()
        ended = make_unit(code="H", valid_to=date(2025, 7, 1))
        make_posting(staff=staff, unit=ended, position=clerk, valid_to=date(2025, 12, 1))

        post_staff(staff=staff, unit=commune, position=clerk, valid_from=MARCH, by=officer, at=AT)

        assert selectors.posting_on(staff.pk, MARCH).unit_id == commune.pk


@pytest.mark.django_db
class TestEndAndVoid:
    def test_posting_ends_on_the_day(self, officer, commune, clerk):
        row = make_posting(staff=make_staff(), unit=commune, position=clerk)

        end_posting(posting=row, on=MARCH, decision="QĐ 3", by=officer, at=AT)

        row.refresh_from_db()
        assert row.valid_to == MARCH
        assert AuditEntry.objects.get().verb == "posting.ended"

    @pytest.mark.parametrize("on", [LONG_AGO, APRIL, date(2027, 1, 1)])
    def test_end_outside_the_period_is_refused_and_nothing_was_written(self, on, officer, commune, clerk):
        row = make_posting(staff=make_staff(), unit=commune, position=clerk, valid_to=APRIL)
        before = everything()

        with pytest.raises(PostingRefused, match="posting_end_outside"):
            end_posting(posting=row, on=on, by=officer, at=AT)

        assert everything() == before

    def test_voided_posting_counts_on_no_day_and_is_voided_once(self, officer, commune, clerk):
        row = make_posting(staff=make_staff(), unit=commune, position=clerk)

        void_posting(posting=row, reason="nhập nhầm", by=officer, at=AT)

        assert selectors.posting_on(row.staff_id, MARCH) is None
        with pytest.raises(PostingRefused, match="posting_voided"):
            void_posting(posting=row, reason="nhập nhầm", by=officer, at=AT)
        with pytest.raises(PostingRefused, match="posting_voided"):
            end_posting(posting=row, on=MARCH, by=officer, at=AT)


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))
WISHES = st.lists(st.tuples(DAYS, st.none() | DAYS, st.booleans()), max_size=8)


class TestOneMainPosting(TestCase):
    """Whatever is asked for, in whatever order: never two main postings on a day."""

    @settings(max_examples=40, deadline=None)
    @given(wishes=WISHES)
    def test_no_order_of_commands_makes_two_main_postings(self, wishes):
        staff, unit, clerk = make_staff(), make_unit(code="X"), make_position()

        for start, end, transfer in wishes:
            try:
                post_staff(
                    staff=staff,
                    unit=unit,
                    position=clerk,
                    valid_from=start,
                    valid_to=end,
                    transfer=transfer,
                    by=None,
                    at=AT,
                )
            except (PostingRefused, PeriodRefused):
                continue

        rows = JobAssignment.objects.filter(staff=staff, voided_at__isnull=True)
        assert first_overlap(Period(row.valid_from, row.valid_to) for row in rows) is None


@pytest.mark.postgres
@pytest.mark.django_db
def test_database_itself_refuses_a_second_main_posting(commune, clerk):
    staff = make_staff()
    make_posting(staff=staff, unit=commune, position=clerk, valid_to=APRIL)

    with pytest.raises(IntegrityError, match="organization_job_assignment_one_main"), transaction.atomic():
        make_posting(staff=staff, unit=commune, position=clerk, valid_from=MARCH)

    make_posting(staff=staff, unit=commune, position=clerk, valid_from=APRIL)
    assert staff.job_assignments.count() == 2
