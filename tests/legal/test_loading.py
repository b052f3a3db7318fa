"""The shipped register: what it holds, and that loading it again changes nothing."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from core.models import AuditEntry
from legal.domain.citations import display, parse_citations
from legal.domain.effect import Effect, EffectStatus
from legal.models import DocumentRelation, LegalDocument, Provision
from legal.selectors import document_effects, provision_effects
from legal.services.loading import REGISTER_FILE, LoadReport, RegisterUnreadable, load_register, read_register
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db

STARTER = Path("assessments/data/starter_questions.json")
# Counted in the file with `grep -c '"number"'`, '"path"' and '"from"'.
WHOLE = LoadReport(documents=77, provisions=114, relations=22)


def effect_of(number: str) -> Effect:
    document = LegalDocument.objects.get(number=number)
    return document_effects([document.pk])[document.pk]


def test_load_register_writes_the_whole_file_and_one_audit_entry(at):
    report = load_register(by=None, at=at)

    assert report == WHOLE
    assert (LegalDocument.objects.count(), Provision.objects.count(), DocumentRelation.objects.count()) == (77, 114, 22)
    assert AuditEntry.objects.get().verb == "legal_register.loaded"


def test_load_register_again_changes_nothing(at):
    load_register(by=None, at=at)
    LegalDocument.objects.filter(number="76/NQ-CP").update(title="Tên đã đối chiếu")

    report = load_register(by=None, at=at)

    assert report.is_empty
    assert LegalDocument.objects.get(number="76/NQ-CP").title == "Tên đã đối chiếu"
    assert AuditEntry.objects.count() == 1


def test_load_register_adds_what_is_missing_beside_what_an_office_entered(at):
    make_document(number="63/2010/NĐ-CP", title="Tên đã đối chiếu")

    report = load_register(by=None, at=at)

    assert report == LoadReport(documents=76, provisions=114, relations=22)
    assert LegalDocument.objects.get(number="63/2010/NĐ-CP").title == "Tên đã đối chiếu"


def test_load_register_takes_the_same_number_of_queries_for_one_document_and_for_all(at, django_assert_num_queries):
    data = json.loads(REGISTER_FILE.read_text(encoding="utf-8"))
    first = json.dumps({"documents": data["documents"][:1], "relations": []})

    with django_assert_num_queries(11):  # five reads, two inserts, two of the audit, two of the savepoint
        load_register(register=read_register(first), by=None, at=at)
    with django_assert_num_queries(12):  # and the insert of the relations
        load_register(by=None, at=at)


def test_register_spells_every_path_as_citations_do():
    register = read_register(REGISTER_FILE.read_text(encoding="utf-8"))

    for document in register.documents:
        for provision in document.provisions:
            (citation,) = parse_citations(provision.path)
            assert citation.path == provision.path
            (shown,) = parse_citations(display(provision.path))
            assert shown.path == provision.path


def test_register_holds_every_provision_that_the_starter_questions_cite():
    register = read_register(REGISTER_FILE.read_text(encoding="utf-8"))
    known = {(document.facts.number, line.path) for document in register.documents for line in document.provisions}

    cited = {
        (question["source"]["document"], citation.path)
        for question in json.loads(STARTER.read_text(encoding="utf-8"))
        for citation in parse_citations(question["source"]["article"])
    }

    assert cited <= known


@pytest.mark.parametrize(
    ("number", "last_day"),
    [
        ("61/2018/NĐ-CP", date(2025, 6, 30)),
        ("107/2021/NĐ-CP", date(2025, 6, 30)),
        ("13/2023/NĐ-CP", date(2025, 12, 31)),
        ("90/2020/NĐ-CP", date(2026, 6, 30)),
        ("42/2022/NĐ-CP", date(2026, 6, 30)),
        ("64/2014/NĐ-CP", date(2026, 6, 30)),
    ],
)
def test_documents_that_were_replaced_end_on_the_day_known(at, number, last_day):
    load_register(by=None, at=at)

    effect = effect_of(number)

    # When they began is not told, so before their end nothing is certain.
    assert effect.on(last_day) is EffectStatus.UNKNOWN
    assert effect.on(date.fromordinal(last_day.toordinal() + 1)) is EffectStatus.ENDED


def test_a_law_of_the_future_is_not_in_force_until_its_day(at):
    load_register(by=None, at=at)

    effect = effect_of("03/2026/QH16")

    assert effect.on(date(2027, 2, 28)) is EffectStatus.NOT_YET
    assert effect.on(date(2027, 3, 1)) is EffectStatus.IN_FORCE


def test_a_document_replaced_on_an_unknown_day_is_uncertain(at):
    load_register(by=None, at=at)

    assert effect_of("130/2018/NĐ-CP") == Effect(None, None, end_uncertain=True)


def test_a_provision_amended_later_has_its_own_beginning(at):
    load_register(by=None, at=at)
    amended, original = (
        Provision.objects.get(document__number="63/2010/NĐ-CP", path=path) for path in ("điều 17 khoản 1", "điều 7")
    )

    effects = provision_effects([amended.pk, original.pk])

    assert effects[amended.pk].effective_from == date(2017, 9, 25)
    assert effects[original.pk].effective_from == date(2010, 10, 14)


def test_a_provision_removed_by_a_newer_document_ends_while_its_document_stays(at):
    load_register(by=None, at=at)
    removed = Provision.objects.get(document__number="367/2025/NĐ-CP", path="điều 1 khoản 9")

    assert provision_effects([removed.pk])[removed.pk].effective_to == date(2026, 7, 1)
    assert effect_of("367/2025/NĐ-CP").effective_to is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"documents": [{"number": "1/2026/NĐ-CP"}], "relations": []}', '{"documents": [], "relations": 1}'],
)
def test_read_register_of_another_shape_is_refused(text):
    with pytest.raises(RegisterUnreadable):
        read_register(text)


def test_load_register_with_a_relation_to_nothing_writes_nothing(at):
    relation = {"from": "1/2026/NĐ-CP", "from_path": None, "to": "2/2026/NĐ-CP", "to_path": None, "kind": "amends"}
    data = json.loads(REGISTER_FILE.read_text(encoding="utf-8"))
    register = read_register(
        json.dumps({"documents": data["documents"][:1], "relations": [relation | {"effective_on": None}]})
    )

    with pytest.raises(RegisterUnreadable) as refusal:
        load_register(register=register, by=None, at=at)

    assert refusal.value.params == {"place": "1/2026/NĐ-CP → 2/2026/NĐ-CP"}
    assert not LegalDocument.objects.exists()


def test_the_command_says_what_was_new():
    said = StringIO()

    call_command("load_register", stdout=said)
    call_command("load_register", stdout=said)

    assert said.getvalue().splitlines() == [
        "77 documents, 114 provisions and 22 relations are new.",
        "0 documents, 0 provisions and 0 relations are new.",
    ]
