"""Recording documents, provisions, relations and effect."""

from __future__ import annotations

from datetime import date

import pytest

from core.models import AuditEntry
from legal.models import DocumentRelation, LegalDocument, Provision
from legal.services.register import (
    Dates,
    DocumentFacts,
    RegisterRefused,
    change_effect,
    find_or_register_document,
    find_or_register_provision,
    register_document,
    register_provision,
    relate_documents,
)
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import make_user

pytestmark = pytest.mark.django_db

FACTS = DocumentFacts("118/2025/NĐ-CP", "Cơ chế một cửa", effect=Dates(date(2025, 7, 1)))


def test_register_document_reads_the_kind_from_the_number_and_keeps_an_audit_entry(at):
    officer = make_user(username="noivu")

    document = register_document(facts=FACTS, by=officer, at=at)

    assert (document.kind, document.effective_from) == (LegalDocument.Kind.DECREE, date(2025, 7, 1))
    assert document.folded == "nghi dinh 118/2025/nd-cp co che mot cua"
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_uid, entry.actor_uid, entry.at) == (
        "legal_document.registered",
        str(document.uid),
        officer.uid,
        at,
    )


def test_register_document_that_is_there_is_refused(at):
    known = make_document(number="118/2025/NĐ-CP", title="Tên đã đối chiếu")

    with pytest.raises(RegisterRefused) as refusal:
        register_document(facts=FACTS, by=None, at=at)

    known.refresh_from_db()
    assert (refusal.value.code, refusal.value.params) == ("legal_document_exists", {"number": "118/2025/NĐ-CP"})
    assert (LegalDocument.objects.count(), known.title) == (1, "Tên đã đối chiếu")
    assert not AuditEntry.objects.exists()


def test_find_or_register_document_leaves_a_known_one_as_it_is(at):
    known = make_document(number="118/2025/NĐ-CP", title="Tên đã đối chiếu")

    document, created = find_or_register_document(facts=FACTS, by=None, at=at)

    assert (document, document.title, created) == (known, "Tên đã đối chiếu", False)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("end", [date(2025, 7, 1), date(2025, 6, 30)])
def test_dates_that_run_backward_are_refused(end):
    with pytest.raises(RegisterRefused) as refusal:
        Dates(date(2025, 7, 1), end)

    assert refusal.value.code == "legal_effect_backward"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("điểm a khoản 2 Điều 17", "điều 17 khoản 2 điểm a"),
        ("Điều 17 khoản 2 điểm a", "điều 17 khoản 2 điểm a"),
        ("Điều khoản hiệu lực thi hành", "Điều khoản hiệu lực thi hành"),
    ],
)
def test_register_provision_has_one_spelling(at, written, path):
    provision = register_provision(document=make_document(), path=written, by=None, at=at)

    assert provision.path == path
    assert AuditEntry.objects.get().verb == "legal_provision.registered"


@pytest.mark.parametrize("written", ["Điều 17 khoản 2 và 4", "Điều 1; Điều 2", " "])
def test_register_provision_of_several_places_or_none_is_refused(at, written):
    document = make_document()

    with pytest.raises(RegisterRefused) as refusal:
        register_provision(document=document, path=written, by=None, at=at)

    assert refusal.value.code == "legal_path_several"
    assert not Provision.objects.exists()


def test_register_provision_in_another_spelling_is_refused(at):
    document = make_document()
    make_provision(document=document, path="điều 17 khoản 2")

    with pytest.raises(RegisterRefused) as refusal:
        register_provision(document=document, path="khoản 2 Điều 17", by=None, at=at)

    assert refusal.value.code == "legal_provision_exists"
    assert Provision.objects.count() == 1


def test_find_or_register_provision_keeps_only_days_that_differ_from_the_document(at):
    document = make_document(effective_from=date(2010, 10, 14))

    same, _ = find_or_register_provision(
        document=document, path="điều 1", effect=Dates(date(2010, 10, 14)), by=None, at=at
    )
    later, _ = find_or_register_provision(
        document=document, path="điều 15", effect=Dates(date(2017, 9, 25)), by=None, at=at
    )

    assert (same.effective_from, later.effective_from) == (None, date(2017, 9, 25))


def test_relate_documents_may_be_narrowed_to_provisions(at):
    newer, older = make_document(number="224/2026/NĐ-CP"), make_document(number="367/2025/NĐ-CP")
    place = make_provision(document=older, path="điều 1 khoản 9")

    relation = relate_documents(
        from_document=newer,
        to_document=older,
        to_provision=place,
        kind="repeals",
        effective_on=date(2026, 7, 1),
        by=None,
        at=at,
    )

    assert (relation.from_document, relation.to_provision) == (newer, place)
    assert AuditEntry.objects.get().verb == "legal_document.related"


def relate(at, newer, older, **changed):
    values = {"kind": "replaces", "effective_on": None, "by": None, "at": at} | changed
    return relate_documents(from_document=newer, to_document=older, **values)


def test_relate_documents_twice_is_refused(at):
    newer, older = make_document(number="118/2025/NĐ-CP"), make_document(number="61/2018/NĐ-CP")
    relate(at, newer, older)

    with pytest.raises(RegisterRefused) as refusal:
        relate(at, newer, older, effective_on=date(2025, 7, 1))

    assert refusal.value.code == "legal_relation_exists"
    assert DocumentRelation.objects.get().effective_on is None


def test_relate_documents_to_itself_or_to_a_foreign_provision_is_refused(at):
    newer, older = make_document(number="118/2025/NĐ-CP"), make_document(number="61/2018/NĐ-CP")
    foreign = make_provision(document=newer)

    with pytest.raises(RegisterRefused) as to_itself:
        relate(at, newer, newer)
    with pytest.raises(RegisterRefused) as elsewhere:
        relate(at, newer, older, to_provision=foreign)

    assert to_itself.value.code == "legal_relation_to_itself"
    assert elsewhere.value.code == "legal_provision_elsewhere"
    assert not DocumentRelation.objects.exists()
    assert not AuditEntry.objects.exists()


def test_change_effect_keeps_the_days_before_in_the_audit_entry(at):
    document = make_document(effective_from=date(2010, 10, 14))

    change_effect(row=document, effect=Dates(date(2010, 10, 14), date(2026, 7, 1)), by=None, at=at)

    stored = LegalDocument.objects.get()
    entry = AuditEntry.objects.get()
    assert (stored.effective_from, stored.effective_to) == (date(2010, 10, 14), date(2026, 7, 1))
    assert entry.verb == "legal_document.effect_changed"
    assert entry.detail.content == {"before": ["2010-10-14", ""], "after": ["2010-10-14", "2026-07-01"]}


def test_change_effect_of_a_provision_leaves_its_document(at):
    provision = make_provision(document=make_document())

    change_effect(row=provision, effect=Dates(None, date(2026, 7, 1)), by=None, at=at)

    provision.refresh_from_db()
    assert provision.effective_to == date(2026, 7, 1)
    assert LegalDocument.objects.get().effective_to is None
    assert AuditEntry.objects.get().verb == "legal_provision.effect_changed"
