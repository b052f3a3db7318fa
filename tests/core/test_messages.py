"""The words of refused commands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core import messages
from core.errors import Conflict, DomainError, NotAllowed
from core.messages import is_registered, message_of, register
from organization.domain.lineage import ChangeProblemCode
from organization.domain.postings import PostingProblemCode
from organization.domain.tree import PlacementProblemCode


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(messages, "_SENTENCES", dict(messages._SENTENCES))


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (date(2026, 3, 1), "01/03/2026"),
        (datetime(2026, 3, 1, 2, 30, tzinfo=UTC), "09:30 01/03/2026"),
        (Decimal("7.5"), "7,5"),
        (1234, "1.234"),
        (True, "True"),
        ("Xã Vân Sơn", "Xã Vân Sơn"),
    ],
)
def test_parameters_are_spelled_as_offices_write(value, spelled, registry):
    register({"test_code": "Giá trị: %(value)s"})

    assert message_of(DomainError("test_code", value=value)) == f"Giá trị: {spelled}"


def test_unknown_code_is_still_a_sentence():
    assert "khong_co" in message_of(DomainError("khong_co"))


def test_code_belongs_to_one_sentence(registry):
    register({"test_code": "một"})
    register({"test_code": "một"})

    with pytest.raises(ValueError, match="test_code"):
        register({"test_code": "hai"})


@pytest.mark.parametrize(
    "code",
    [*PlacementProblemCode, *ChangeProblemCode, *PostingProblemCode, DomainError.code, NotAllowed.code, Conflict.code],
)
def test_every_rule_of_the_organization_has_its_words(code):
    assert is_registered(code)
