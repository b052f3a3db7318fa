"""Every rule that content can break has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessments.domain.admission import RefusalCode
from core.messages import is_registered

DOMAIN = Path(__file__).parents[3] / "assessments" / "domain"
RULE = re.compile(r'InvalidContent\([^()]*(?:\([^()]*\))?[^()]*, "(\w+)"\)|refuse_repeats\(.*, "(\w+)"\)')


def content_codes() -> list[str]:
    found = (
        one or other
        for module in DOMAIN.rglob("*.py")
        for one, other in RULE.findall(module.read_text(encoding="utf-8"))
    )
    return sorted({f"content_{rule}" for rule in found})


def test_content_codes_are_found_in_the_source():
    assert {"content_empty", "content_duplicate_text", "content_not_exactly_one"} <= set(content_codes())


@pytest.mark.parametrize("code", content_codes())
def test_broken_rule_of_content_has_words(code):
    assert is_registered(code)


@pytest.mark.parametrize("code", RefusalCode)
def test_refused_start_has_words(code):
    assert is_registered(code)
