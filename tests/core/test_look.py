"""The style sheet and the templates keep what the appearance promises."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "static/css/thao.css").read_text(encoding="utf-8")
PAGES = sorted(
    path
    for folder in ("", "assessments", "certificates", "competencies", "legal", "registration", "reports", "training")
    for path in (ROOT / "templates" / folder).glob("*.html")
)
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
PROGRAMS = ("site.js", "exam/clock.js", "exam/answers.js", "exam/store.js", "exam/line.js", "exam/page.js")


def compressed(*files: Path) -> int:
    """Bytes on the line, each file compressed by itself."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def tokens(selector: str) -> dict[str, str]:
    """The custom properties that a rule sets."""
    rule = CSS[CSS.index(selector + " {") :]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", rule[: rule.index("}")]))


def test_dark_tokens_are_the_same_by_choice_and_by_the_machine():
    chosen = tokens(':root[data-theme="dark"]')

    assert chosen == tokens(':root:not([data-theme="light"])')
    assert len(chosen) > 30


def test_every_dark_token_replaces_a_light_one():
    assert set(tokens(':root[data-theme="dark"]')) - set(tokens(":root")) == set()


def test_every_token_that_a_rule_reads_is_defined():
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) - set(tokens(":root")) == set()


def test_style_sheet_uses_nothing_newer_than_its_browsers():
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)

    for novelty in ("color-mix(", "light-dark(", "@container", "backdrop-filter", "@layer", "@import"):
        assert novelty not in rules


def test_style_sheet_fetches_nothing():
    assert "url(" not in CSS


def test_style_sheet_is_light():
    assert compressed(ROOT / "static/css/thao.css") <= 14_000


def test_exam_page_brings_little_beside_its_questions():
    programs = [ROOT / "static/js" / name for name in PROGRAMS]

    # 60 kB are allowed for the whole page with 40 questions, which take about 15 kB.
    assert compressed(ROOT / "static/css/thao.css", *programs) <= 32_000


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_page_is_a_page_of_the_house(page):
    text = page.read_text(encoding="utf-8")

    assert text.startswith(("{% extends", "{% comment %}")), "extend the base, or say why not"


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.name)
def test_component_names_its_inputs_first(component):
    text = component.read_text(encoding="utf-8")

    assert text.startswith(("{% comment %}", "{#"))
