"""Creating, renaming, moving, merging, splitting and dissolving units."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.models import AuditEntry, Session
from organization import selectors
from organization.models import (
    JobAssignment,
    OrganizationUnit,
    Role,
    RoleGrant,
    UnitChange,
    UnitName,
    UnitPlacement,
)
from organization.services.reorganisation import Reorganisation, dissolve_unit, merge_units, split_unit
from organization.services.structure import StructureRefused
from organization.services.units import create_unit, move_unit, rename_unit
from tests.factories.organization import (
    LONG_AGO,
    grant,
    make_position,
    make_posting,
    make_staff,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

AT = datetime(2025, 7, 2, 3, 0, tzinfo=UTC)
BEFORE, CHANGE = date(2025, 6, 30), date(2025, 7, 1)
DECISION = "Nghị quyết số 15/NQ-HĐND ngày 20/6/2025"


def everything():
    """All rows that a command on units may write, for "and nothing was written"."""
    models = (OrganizationUnit, UnitName, UnitPlacement, UnitChange, JobAssignment, RoleGrant, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture
def admin():
    return make_user(username="quantri")


@pytest.fixture
def top():
    return make_unit(code="T", name="Tỉnh Sơn Lâm", kind="tinh")


@pytest.fixture
def township(top):
    return make_unit(code="TT", name="Thị trấn Sông Cầu", kind="thi_tran", parent=top)


@pytest.fixture
def commune(top):
    return make_unit(code="XA", name="Xã Vân Sơn", parent=top)


class TestCreate:
    def test_unit_gets_its_name_place_and_audit_entry(self, top, admin):
        unit = create_unit(
            code=" XA1 ",
            kind="xa",
            name="Xã  Sơn Đông",
            short_name="Sơn Đông",
            sort=3,
            parent=top,
            valid_from=CHANGE,
            basis=DECISION,
            by=admin,
            at=AT,
        )

        assert (unit.code, unit.valid_from, unit.valid_to) == ("XA1", CHANGE, None)
        name = unit.names.get()
        assert (name.name, name.short_name, name.folded, name.sort) == ("Xã Sơn Đông", "Sơn Đông", "xa son dong", 3)
        assert unit.placements.get().parent == top
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.actor_uid, entry.unit_uid, entry.at) == ("unit.created", admin.uid, unit.uid, AT)
        assert entry.detail.content["parent"] == "T"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"code": "T"}, "unit_code_taken"),
            ({"code": " "}, "unit_code_taken"),
            ({"name": "\u200b "}, "unit_name_missing"),
            ({"valid_from": date(2019, 1, 1)}, "placement_parent_not_alive"),
        ],
    )
    def test_impossible_unit_is_refused_and_nothing_was_written(self, changes, code, top, admin):
        wanted = {"code": "N", "kind": "xa", "name": "Xã N", "parent": top, "valid_from": CHANGE} | changes
        before = everything()

        with pytest.raises(StructureRefused) as refused:
            create_unit(**wanted, by=admin, at=AT)

        assert refused.value.code == code
        assert everything() == before


class TestRename:
    def test_old_name_stays_in_its_time(self, commune, admin):
        rename_unit(unit=commune, name="Xã Vân Sơn Thượng", on=CHANGE, basis=DECISION, by=admin, at=AT)

        assert selectors.unit_names([commune.pk], BEFORE) == {commune.pk: "Xã Vân Sơn"}
        assert selectors.unit_names([commune.pk], CHANGE) == {commune.pk: "Xã Vân Sơn Thượng"}
        assert AuditEntry.objects.get().detail.content == {
            "old": "Xã Vân Sơn",
            "new": "Xã Vân Sơn Thượng",
            "on": "2025-07-01",
            "basis": DECISION,
        }

    def test_second_name_from_the_same_day_is_refused_and_nothing_was_written(self, commune, admin):
        before = everything()

        with pytest.raises(StructureRefused, match="unit_change_too_early"):
            rename_unit(unit=commune, name="Khác", on=LONG_AGO, basis=DECISION, by=admin, at=AT)

        assert everything() == before

    def test_ended_unit_is_refused_and_nothing_was_written(self, top, admin):
        ended = make_unit(code="H", parent=top, valid_to=CHANGE)
        before = everything()

        with pytest.raises(StructureRefused, match="unit_not_alive"):
            rename_unit(unit=ended, name="Khác", on=CHANGE, basis=DECISION, by=admin, at=AT)

        assert everything() == before


class TestMove:
    def test_unit_stands_elsewhere_from_the_day_on(self, top, commune, admin):
        office = make_unit(code="VP", parent=commune)

        move_unit(unit=office, parent=top, on=CHANGE, basis=DECISION, by=admin, at=AT)

        assert selectors.unit_tree(BEFORE).parent(office.pk) == commune.pk
        assert selectors.unit_tree(CHANGE).parent(office.pk) == top.pk

    def test_move_below_itself_is_refused_and_nothing_was_written(self, top, commune, admin):
        office = make_unit(code="VP", parent=commune)
        before = everything()

        with pytest.raises(StructureRefused, match="placement_circle"):
            move_unit(unit=commune, parent=office, on=CHANGE, basis=DECISION, by=admin, at=AT)

        assert everything() == before

    def test_circle_that_closes_only_later_is_refused(self, top, admin):
        one = make_unit(code="A", parent=top)
        two = make_unit(code="B", parent=top)
        move_unit(unit=one, parent=two, on=date(2026, 1, 1), basis=DECISION, by=admin, at=AT)
        before = everything()

        with pytest.raises(StructureRefused, match="placement_circle") as refused:
            move_unit(unit=two, parent=one, on=CHANGE, basis=DECISION, by=admin, at=AT)

        assert refused.value.params["day"] == date(2026, 1, 1)
        assert everything() == before


class TestMerge:
    def test_predecessor_ends_with_its_name_and_place_and_the_change_names_the_decision(self, township, commune, admin):
        result = merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)

        township.refresh_from_db()
        assert result == Reorganisation((township.pk,), 0, 0, 0)
        assert (township.valid_to, township.ends_without_successor) == (CHANGE, False)
        assert township.names.get().valid_to == township.placements.get().valid_to == CHANGE
        change = UnitChange.objects.get()
        assert (change.kind, change.predecessor, change.successor, change.heir, change.effective_on) == (
            "merged",
            township,
            commune,
            True,
            CHANGE,
        )
        assert change.decision == DECISION

    def test_people_go_to_the_heir_unless_their_own_posting_begins_that_day(self, township, commune, top, admin):
        clerk = make_position()
        carried, own, lent = (make_staff(full_name=f"Trần Văn {name}") for name in ("An", "Ba", "Cả"))
        make_posting(staff=carried, unit=township, position=clerk)
        make_posting(staff=own, unit=township, position=clerk, valid_to=CHANGE)
        make_posting(staff=own, unit=top, position=clerk, valid_from=CHANGE)
        make_posting(staff=lent, unit=township, position=clerk, kind="secondment")

        result = merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)

        assert (result.people_carried, result.postings_ended) == (1, 2)
        assert selectors.posting_on(carried.pk, BEFORE).unit_id == township.pk
        assert selectors.posting_on(carried.pk, CHANGE).unit_id == commune.pk
        assert selectors.posting_on(own.pk, CHANGE).unit_id == top.pk
        assert lent.job_assignments.get().valid_to == CHANGE
        entry = AuditEntry.objects.get(verb="posting.carried")
        assert (entry.subject_uid, entry.unit_uid) == (carried.uid, commune.uid)

    def test_grants_end_on_the_day_and_sessions_and_groups_with_them(self, township, commune, top, admin):
        head, other = make_user(username="thutruong"), make_user(username="khac")
        old = grant(user=head, role=Role.UNIT_HEAD, unit=township)
        later = grant(user=other, role=Role.UNIT_HEAD, unit=township, valid_from=CHANGE)
        kept = grant(user=other, role=Role.UNIT_HEAD, unit=top)
        for user in (head, admin):
            Session.objects.create(session_key=f"s{user.pk}", session_data="", expire_date=AT, user=user)

        result = merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)

        old.refresh_from_db()
        kept.refresh_from_db()
        assert (old.valid_to, kept.valid_to, result.grants_ended) == (CHANGE, None, 2)
        assert not RoleGrant.objects.filter(pk=later.pk).exists()
        assert list(Session.objects.values_list("user", flat=True)) == [admin.pk]
        assert list(head.groups.all()) == []
        assert AuditEntry.objects.filter(verb="grant.ended").count() == 2

    @pytest.mark.parametrize("people", [1, 3])
    def test_number_of_queries_does_not_grow_with_the_people(
        self, people, township, commune, admin, django_assert_num_queries
    ):
        clerk = make_position()
        for number in range(people):
            make_posting(staff=make_staff(full_name=f"Trần Văn {'ABC'[number]}"), unit=township, position=clerk)

        with django_assert_num_queries(32):
            merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)

    def test_unit_with_others_below_it_is_refused_and_nothing_was_written(self, township, commune, admin):
        make_unit(code="TT-VP", parent=township)
        before = everything()

        with pytest.raises(StructureRefused, match="placement_parent_not_alive"):
            merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)

        assert everything() == before

    def test_people_already_posted_there_for_later_are_refused_and_nothing_was_written(self, township, commune, admin):
        make_posting(staff=make_staff(), unit=township, position=make_position(), valid_from=date(2025, 9, 1))
        before = everything()

        with pytest.raises(StructureRefused, match="unit_has_later_rows"):
            merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)

        assert everything() == before

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"decision": " "}, "decision_missing"),
            ({"predecessors": []}, "predecessors_missing"),
            ({"on": LONG_AGO}, "unit_change_too_early"),
            ({"on": date(2019, 12, 31)}, "unit_not_alive"),
        ],
    )
    def test_impossible_merge_is_refused_and_nothing_was_written(self, changes, code, township, commune, admin):
        wanted = {"predecessors": [township], "successor": commune, "on": CHANGE, "decision": DECISION} | changes
        before = everything()

        with pytest.raises(StructureRefused) as refused:
            merge_units(**wanted, by=admin, at=AT)

        assert refused.value.code == code
        assert everything() == before

    def test_successor_among_the_predecessors_is_refused(self, township, commune, admin):
        with pytest.raises(StructureRefused, match="successor_among_predecessors"):
            merge_units(
                predecessors=[township, commune], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT
            )

    def test_successor_that_begins_later_is_refused(self, township, top, admin):
        late = make_unit(code="L", parent=top, valid_from=date(2025, 8, 1))

        with pytest.raises(StructureRefused, match="change_successor_not_alive"):
            merge_units(predecessors=[township], successor=late, on=CHANGE, decision=DECISION, by=admin, at=AT)

    def test_unit_whose_end_is_decided_cannot_end_earlier_by_another_decision(self, township, commune, admin):
        merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)
        before = everything()

        with pytest.raises(StructureRefused, match="unit_end_decided"):
            dissolve_unit(unit=township, on=BEFORE, decision=DECISION, by=admin, at=AT)

        assert everything() == before

    def test_unit_named_twice_is_merged_once(self, township, commune, admin):
        merge_units(predecessors=[township, township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)

        assert UnitChange.objects.count() == 1

    def test_unit_ends_only_once(self, township, commune, admin):
        merge_units(predecessors=[township], successor=commune, on=CHANGE, decision=DECISION, by=admin, at=AT)
        before = everything()

        with pytest.raises(StructureRefused, match="unit_not_alive"):
            dissolve_unit(unit=township, on=date(2025, 9, 1), decision=DECISION, by=admin, at=AT)

        assert everything() == before


class TestSplitAndDissolve:
    def test_split_names_every_successor_and_one_heir(self, commune, top, admin):
        one = make_unit(code="X1", parent=top, valid_from=CHANGE)
        two = make_unit(code="X2", parent=top, valid_from=CHANGE)
        person = make_staff()
        make_posting(staff=person, unit=commune, position=make_position())

        split_unit(unit=commune, successors=[one, two], heir=two, on=CHANGE, decision=DECISION, by=admin, at=AT)

        changes = UnitChange.objects.order_by("successor").values_list("successor", "heir")
        assert list(changes) == [(one.pk, False), (two.pk, True)]
        assert selectors.posting_on(person.pk, CHANGE).unit_id == two.pk

    @pytest.mark.parametrize("case", ["no successors", "stranger as heir", "unit among its successors"])
    def test_impossible_split_is_refused_and_nothing_was_written(self, case, commune, top, admin):
        one = make_unit(code="X1", parent=top, valid_from=CHANGE)
        successors, heir, code = {
            "no successors": ([], one, "successors_missing"),
            "stranger as heir": ([one], top, "heir_not_among_successors"),
            "unit among its successors": ([one, commune], one, "successor_among_predecessors"),
        }[case]
        before = everything()

        with pytest.raises(StructureRefused, match=code):
            split_unit(unit=commune, successors=successors, heir=heir, on=CHANGE, decision=DECISION, by=admin, at=AT)

        assert everything() == before

    def test_dissolved_unit_says_that_nothing_follows_and_its_people_have_no_posting(self, township, admin):
        person = make_staff()
        make_posting(staff=person, unit=township, position=make_position())

        result = dissolve_unit(unit=township, on=CHANGE, decision=DECISION, by=admin, at=AT)

        township.refresh_from_db()
        assert township.ends_without_successor
        assert UnitChange.objects.get().successor is None
        assert (result.people_carried, result.postings_ended) == (0, 1)
        assert selectors.posting_on(person.pk, CHANGE) is None
