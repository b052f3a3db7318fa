"""Random questions of every type, with answers in the question's own ids."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from assessments.domain.questions.content import Content, parse_content
from tests.assessments.domain.questions.samples import EXPLANATION

seeds = st.text(alphabet="0123456789abcdef", min_size=1, max_size=8)


def _spelled(number: int) -> str:
    figures = "0123456789abcdefghijklmnopqrstuvwxyz"
    return "".join(figures[number // 36**place % 36] for place in range(6))


identifiers = st.integers(0, 36**6 - 1).map(_spelled)


def distinct_ids(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(identifiers, min_size=least, max_size=most, unique=True)


@st.composite
def option_contents(draw: st.DrawFn) -> tuple[Content, object]:
    """Return a question with options and an answer: an id, or a list of ids."""
    code = draw(st.sampled_from(["single", "scenario", "multiple"]))
    ids = draw(distinct_ids(2, 8))
    options = [{"id": one, "text": f"Phương án {one}", "anchored": draw(st.booleans())} for one in ids]
    body = {"stem": "Chọn.", "context": "Tình huống.", "options": options}
    some = st.lists(st.sampled_from(ids), min_size=1, unique=True)
    if code == "multiple":
        scoring = draw(st.sampled_from(["all_or_nothing", "proportional"]))
        key = {"explanation": EXPLANATION, "correct": draw(some), "scoring": scoring}
        return parse_content(code, body, key), draw(some)
    key = {"explanation": EXPLANATION, "correct": draw(st.sampled_from(ids))}
    return parse_content(code, body, key), draw(st.sampled_from(ids))


@st.composite
def matching_contents(draw: st.DrawFn) -> tuple[Content, object]:
    """Return a matching question whose right texts may repeat, and pairs of ids that may leave some open."""
    ids = draw(distinct_ids(5, 12))
    left, right = ids[:2], ids[2:]
    body = {
        "stem": "Ghép.",
        "context": None,
        "left": [{"id": one, "text": f"Việc {one}"} for one in left],
        "right": [{"id": one, "text": f"Hạn {min(place, 2 + place % 3)}"} for place, one in enumerate(right)],
    }
    chosen = st.sampled_from(right)
    key = {"explanation": EXPLANATION, "pairs": {one: draw(chosen) for one in left}}
    answer = draw(st.dictionaries(st.sampled_from(left), chosen, min_size=1))
    return parse_content("matching", body, key), answer


@st.composite
def ordering_contents(draw: st.DrawFn) -> tuple[Content, object]:
    """Return an ordering question and an order of its ids."""
    ids = draw(distinct_ids(2, 8))
    body = {"stem": "Xếp.", "context": None, "items": [{"id": one, "text": f"Bước {one}"} for one in ids]}
    scoring = draw(st.sampled_from(["all_or_nothing", "relative"]))
    key = {"explanation": EXPLANATION, "order": draw(st.permutations(ids)), "scoring": scoring}
    return parse_content("ordering", body, key), draw(st.permutations(ids))


@st.composite
def numeric_contents(draw: st.DrawFn) -> tuple[Content, object]:
    """Return a numeric question and a typed answer."""
    figures = st.decimals(Decimal(-9999), Decimal(9999), places=2)
    body = {"stem": "Bao nhiêu?", "context": None, "unit": draw(st.sampled_from([None, "%", "ngày"]))}
    tolerance = str(draw(st.decimals(0, 10, places=1)))
    key = {"explanation": EXPLANATION, "value": str(draw(figures)), "tolerance": tolerance}
    typed = draw(figures.map(lambda figure: str(figure).replace(".", ",")) | st.text(max_size=20))
    return parse_content("numeric", body, key), typed


@st.composite
def word_contents(draw: st.DrawFn) -> tuple[Content, object]:
    """Return a true/false or a short-text question and an answer."""
    if draw(st.booleans()):
        body = {"stem": "Đúng hay sai?", "context": None}
        return parse_content("true_false", body, {"explanation": EXPLANATION, "correct": True}), draw(st.booleans())
    key = {
        "explanation": EXPLANATION,
        "accepted": ["Hòa giải ở cơ sở"],
        "ignore_case": draw(st.booleans()),
        "ignore_marks": draw(st.booleans()),
    }
    typed = draw(st.sampled_from(["hoà giải ở cơ sở", "Hoa giai o co so", "khác"]) | st.text(max_size=20))
    return parse_content("short_text", {"stem": "Ghi tên.", "context": None}, key), typed


answered_contents = st.one_of(
    option_contents(), matching_contents(), ordering_contents(), numeric_contents(), word_contents()
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
