from __future__ import annotations

import json
from datetime import date

import pytest

from certificates.rendering import CertificateFacts, FactsUnreadable, birth_words
from core.rendering.errors import FieldMissing

from .facts import FACTS, facts_with


def test_snapshot_through_json_gives_the_same_facts() -> None:
    stored = json.dumps(FACTS.to_json(), ensure_ascii=False)

    read = CertificateFacts.from_json(json.loads(stored))

    assert read == FACTS


def test_snapshot_holds_dates_and_lines_as_plain_json() -> None:
    snapshot = FACTS.to_json()

    assert snapshot["schema"] == 1
    assert snapshot["issued_on"] == "2026-11-05"
    assert snapshot["signing_form"] == ["KT. Giám đốc", "Phó Giám đốc"]


def test_facts_of_absent_optional_fields_survive_the_snapshot() -> None:
    bare = facts_with(governing_agency=None, birth=None, studied_from=None, result=None, decision_no=None)

    assert CertificateFacts.from_json(bare.to_json()) == bare


def test_text_is_made_printable_when_the_facts_are_frozen() -> None:
    decomposed = "Lu\u031bo\u031bng  Thi\u0323\n\tBích\u00a0Hu\u031bo\u031b\u0300ng"

    facts = facts_with(holder_name=decomposed)

    assert facts.holder_name == "Lương Thị Bích Hường"


def test_direction_mark_becomes_visible() -> None:
    assert facts_with(holder_name="Nguyễn\u202e Văn A").holder_name == "Nguyễn□ Văn A"


def test_blank_optional_text_is_absent() -> None:
    assert facts_with(position="  ").position is None


@pytest.mark.parametrize("field", ["holder_name", "serial_no", "verify_url", "signer_name", "unit"])
def test_blank_required_text_is_refused_by_name(field: str) -> None:
    with pytest.raises(FieldMissing) as refused:
        facts_with(**{field: " \n"})

    assert refused.value.fields == (field,)


def test_signing_form_without_lines_is_refused() -> None:
    with pytest.raises(FieldMissing) as refused:
        facts_with(signing_form=("",))

    assert refused.value.fields == ("signing_form",)


def test_decision_number_without_its_date_is_refused() -> None:
    with pytest.raises(FieldMissing) as refused:
        facts_with(decision_date=None)

    assert refused.value.fields == ("decision_date",)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"schema": 2}, "schema"),
        ({"colour": "red"}, "colour"),
        ({"holder_name": None}, "holder_name"),
        ({"holder_name": 5}, "holder_name"),
        ({"issued_on": "05/11/2026"}, "issued_on"),
        ({"issued_on": None}, "issued_on"),
        ({"signing_form": "Giám đốc"}, "signing_form"),
        ({"result": 9.5}, "result"),
    ],
)
def test_foreign_snapshot_is_refused_by_entry(change: dict[str, object], field: str) -> None:
    with pytest.raises(FactsUnreadable) as refused:
        CertificateFacts.from_json({**FACTS.to_json(), **change})

    assert refused.value.field == field


def test_snapshot_without_an_entry_is_refused() -> None:
    snapshot = FACTS.to_json()
    del snapshot["unit"]

    with pytest.raises(FactsUnreadable) as refused:
        CertificateFacts.from_json(snapshot)

    assert refused.value.field == "unit"


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ((1988, 4, 16), "ngày 16/04/1988"),
        ((1988, 4), "tháng 04/1988"),
        ((1988,), "năm 1988"),
    ],
)
def test_birth_is_told_as_far_as_it_is_known(known: tuple[int, ...], words: str) -> None:
    assert birth_words(*known) == words


def test_facts_are_frozen() -> None:
    with pytest.raises(AttributeError):
        FACTS.issued_on = date(2020, 1, 1)  # type: ignore[misc]
