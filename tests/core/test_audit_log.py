"""One changed, removed, inserted or reordered row of the audit log is found; an erased detail is none of these."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core import clock
from core.domain.audit_chain import GENESIS, ChainEntry, Finding, FindingCode, Link, check_chain, link_hash
from core.models import AuditDetail, AuditEntry, AuditLink
from core.selectors import ChainHead, audit_findings, chain_head
from core.services.audit import Act, erase_details, link_entries, record, record_many

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
NOW = AT + timedelta(seconds=30)
PERSON, ACTOR, UNIT = (uuid.UUID(int=number) for number in (1, 2, 3))
LENGTH = 5


@pytest.fixture
def log():
    """Five linked entries, each with a detail; the entries in their order."""
    acts = [
        Act("posting.given", "job_assignment", f"row-{number}", ACTOR, PERSON, UNIT, {"số": number})
        for number in range(1, LENGTH + 1)
    ]
    entries = [record(act, at=AT + timedelta(seconds=place)) for place, act in enumerate(acts)]
    assert link_entries(at=NOW) == LENGTH
    return entries


def findings(**kwargs):
    return [(finding.code, finding.where) for finding in audit_findings(NOW, **kwargs)]


def test_untouched_log_is_whole(log):
    assert findings(known_head=chain_head()) == []


def test_entry_is_linked_only_once_and_numbers_go_on(log):
    assert link_entries(at=NOW) == 0

    record(Act("a.b", "c", "d"), at=AT + timedelta(seconds=9))

    assert link_entries(at=NOW) == 1
    assert list(AuditLink.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert findings() == []


@pytest.mark.parametrize("people", [1, 3])
def test_recording_many_costs_two_queries_whatever_the_number(people, django_assert_num_queries):
    acts = [Act("a.b", "c", str(number), detail={"n": number}) for number in range(people)]

    with django_assert_num_queries(2):
        record_many(acts, at=AT)


ENTRY_CHANGES = {
    "uid": uuid.UUID(int=99),
    "at": AT + timedelta(microseconds=1),
    "actor_uid": uuid.UUID(int=99),
    "verb": "posting.ended",
    "object_kind": "x",
    "object_uid": "x",
    "subject_uid": None,
    "unit_uid": None,
    "detail_sha256": "0" * 64,
}


def test_every_column_of_an_entry_is_tried():
    assert set(ENTRY_CHANGES) == {field.attname for field in AuditEntry._meta.fields} - {"id"}


@pytest.mark.parametrize("column", ENTRY_CHANGES)
def test_changed_column_of_an_entry_is_found_where_it_is(column, log):
    AuditEntry.objects.filter(pk=log[2].pk).update(**{column: ENTRY_CHANGES[column]})

    assert findings()[0] == (FindingCode.CHANGED, "3")


@pytest.mark.parametrize(("column", "value"), [("hash", "f" * 64), ("linked_at", NOW + timedelta(microseconds=1))])
def test_changed_column_of_a_link_is_found_where_it_is(column, value, log):
    AuditLink.objects.filter(number=3).update(**{column: value})

    assert findings()[0] == (FindingCode.CHANGED, "3")


@pytest.mark.parametrize(("number", "where"), [(0, "1"), (99, "3")])
def test_renumbered_link_leaves_a_gap(number, where, log):
    AuditLink.objects.filter(number=3).update(number=number)

    assert findings()[0] == (FindingCode.GAP, where)


@pytest.mark.parametrize(("column", "value"), [("salt", "x"), ("content", {"số": 99})])
def test_changed_detail_is_found_where_it_is(column, value, log):
    AuditDetail.objects.filter(entry=log[2]).update(**{column: value})

    assert findings() == [(FindingCode.DETAIL_CHANGED, "3")]


def test_details_exchanged_between_two_entries_are_found(log):
    one, two = (AuditDetail.objects.get(entry=entry) for entry in log[1:3])
    AuditDetail.objects.filter(pk=one.pk).update(salt=two.salt, content=two.content)
    AuditDetail.objects.filter(pk=two.pk).update(salt=one.salt, content=one.content)

    assert findings() == [(FindingCode.DETAIL_CHANGED, "2"), (FindingCode.DETAIL_CHANGED, "3")]


def test_detail_added_to_an_entry_without_one_is_found(log):
    bare = record(Act("a.b", "c", "d"), at=AT + timedelta(seconds=9))
    link_entries(at=NOW)
    AuditDetail.objects.create(entry=bare, salt="s", content={})

    assert findings() == [(FindingCode.DETAIL_ADDED, "6")]


def test_entries_in_exchanged_order_are_found(log):
    AuditLink.objects.filter(number=2).update(number=98)
    AuditLink.objects.filter(number=3).update(number=2)
    AuditLink.objects.filter(number=98).update(number=3)

    assert findings()[0] == (FindingCode.CHANGED, "2")


@pytest.mark.parametrize("number", range(1, LENGTH))
def test_removed_entry_leaves_a_gap(number, log):
    remove(log[number - 1])

    assert (FindingCode.GAP, str(number)) in findings()


def test_end_cut_off_is_found_by_a_head_that_was_noted(log):
    noted = chain_head()
    remove(log[-1])

    assert findings() == []
    assert findings(known_head=noted) == [(FindingCode.TAIL_MISSING, "5")]


def test_chain_worked_out_anew_is_found_by_a_head_that_was_noted(log):
    noted = chain_head()
    AuditEntry.objects.filter(pk=log[0].pk).update(verb="posting.ended")
    AuditLink.objects.all().delete()
    link_entries(at=NOW)

    assert findings() == []
    assert findings(known_head=noted) == [(FindingCode.HEAD_DIFFERS, "5")]


def test_inserted_link_without_a_true_hash_is_found(log):
    forged = AuditEntry.objects.create(at=AT, verb="a.b", object_kind="c", object_uid="d")
    AuditLink.objects.create(number=6, entry=forged, hash="e" * 64, linked_at=NOW)

    assert findings() == [(FindingCode.CHANGED, "6")]


def test_entry_inserted_with_an_older_instant_is_reported_as_backdated(log):
    record(Act("a.b", "c", "d"), at=AT - timedelta(minutes=11))
    link_entries(at=NOW)

    assert findings() == [(FindingCode.BACKDATED, "6")]


def test_entry_of_a_long_act_within_the_tolerance_is_no_finding(log):
    record(Act("a.b", "c", "d"), at=AT - timedelta(minutes=9))
    link_entries(at=NOW)

    assert findings() == []


@pytest.mark.parametrize(("age_seconds", "found"), [(60, []), (61, [FindingCode.UNLINKED])])
def test_entry_without_a_link_is_reported_after_a_minute(age_seconds, found, log):
    record(Act("a.b", "c", "d"), at=NOW - timedelta(seconds=age_seconds))

    assert [code for code, _ in findings()] == found


def test_erased_details_leave_the_chain_valid_and_are_recorded(log):
    assert erase_details(subject_uid=PERSON, reason="yêu cầu xóa", actor_uid=ACTOR, at=NOW) == LENGTH

    link_entries(at=NOW)
    assert AuditDetail.objects.count() == 1
    assert AuditEntry.objects.latest("pk").verb == "audit.erased"
    assert findings() == []


class TestCommand:
    def test_whole_log_is_reported_as_one_json_object(self, log):
        out = StringIO()

        call_command("verify_audit_log", "--json", stdout=out)

        head = chain_head()
        assert json.loads(out.getvalue()) == {
            "whole": True,
            "links": 5,
            "head": f"5:{head.hash}",
            "errors": 0,
            "warnings": 0,
            "findings": [],
        }

    def test_changed_row_is_named_and_ends_with_status_1(self, log):
        AuditEntry.objects.filter(pk=log[2].pk).update(verb="x")
        out = StringIO()

        with pytest.raises(CommandError) as failed:
            call_command("verify_audit_log", stdout=out)

        assert failed.value.returncode == 1
        assert out.getvalue().splitlines()[:2] == ["error: changed at 3", "5 links, 1 errors, 0 warnings"]

    def test_warning_alone_leaves_status_0(self, log):
        record(Act("a.b", "c", "d"), at=AT - timedelta(days=1))
        link_entries(at=clock.now())
        out = StringIO()

        call_command("verify_audit_log", "--json", stdout=out)

        assert json.loads(out.getvalue())["findings"] == [{"code": "backdated", "where": "6", "warning": True}]

    def test_noted_head_is_compared(self, log):
        with pytest.raises(CommandError):
            call_command("verify_audit_log", "--head", f"5:{'0' * 64}", stdout=StringIO())

    @pytest.mark.parametrize("head", ["5", "x:" + "0" * 64, "5:00"])
    def test_misspelt_head_is_refused(self, head):
        with pytest.raises(CommandError, match="NUMBER:HASH"):
            call_command("verify_audit_log", "--head", head, stdout=StringIO())


class TestChain:
    """The rules alone."""

    entry = ChainEntry("u", AT, "", "v", "k", "o", "", "", "")

    def test_hash_is_that_of_the_canonical_text(self):
        # sha256sum of ["000…0",1,1795143600000000,"u",1795143600000000,"","v","k","o","","",""] with 64 zeros;
        # 2026-11-20 03:00 UTC is 1795143600 seconds after the epoch (date -d '2026-11-20 03:00 UTC' +%s).
        expected = "883be7696b147f681d33ec114e9c248299bbb8e5c8af61fde472ef6da46310a9"

        assert link_hash(GENESIS, 1, AT, self.entry) == expected

    def test_missing_entry_is_one_finding_and_the_rest_is_still_checked(self):
        first = Link(1, link_hash(GENESIS, 1, AT, self.entry), AT, self.entry)
        gone = Link(2, "a" * 64, AT, None)
        third = Link(3, link_hash("a" * 64, 3, AT, self.entry), AT, self.entry)

        found = list(check_chain([first, gone, third], tolerance=timedelta()))

        assert found == [Finding(FindingCode.ENTRY_MISSING, "2")]


def test_head_of_an_empty_log_is_the_beginning():
    assert chain_head() == ChainHead(0, GENESIS)
    assert findings() == []


def remove(entry):
    AuditLink.objects.filter(entry=entry).delete()
    AuditDetail.objects.filter(entry=entry).delete()
    entry.delete()
