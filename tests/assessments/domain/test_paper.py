"""The frozen paper and its stored form."""

from __future__ import annotations

import copy
import hashlib

import pytest

from assessments.domain.paper import InvalidPaper, Paper
from core.canonical import canonical_json
from tests.assessments.domain.papers import paper, slot
from tests.assessments.domain.questions.samples import layout

TWO_SLOTS = paper(
    slot(1, type="single", max_mark="1.50", layout=layout(options={"k7": "a00001", "q2": "b00002"})),
    slot(2, section=1, level=3),
    sections=2,
)


def test_paper_is_stored_as_agreed():
    assert TWO_SLOTS.to_json() == {
        "v": 1,
        "sections": [{"title": "Phần 1"}, {"title": "Phần 2"}],
        "slots": [
            {
                "slot": 1,
                "section": 0,
                "question": 101,
                "sha": f"{1:064x}",
                "type": "single",
                "competency": "KSTTHC",
                "level": 1,
                "max_mark": "1.5",
                "options": [["k7", "a00001"], ["q2", "b00002"]],
            },
            {
                "slot": 2,
                "section": 1,
                "question": 102,
                "sha": f"{2:064x}",
                "type": "true_false",
                "competency": "KSTTHC",
                "level": 3,
                "max_mark": "1",
            },
        ],
    }


def test_paper_digest_is_that_of_its_canonical_json():
    one = paper(slot(1))
    text = (
        '{"sections":[{"title":"Phần 1"}],"slots":[{"competency":"KSTTHC","level":1,"max_mark":"1","question":101,'
        f'"section":0,"sha":"{1:064x}","slot":1,"type":"true_false"}}],"v":1}}'
    )

    assert canonical_json(one.to_json()).decode() == text
    assert one.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_paper_read_again_is_the_same():
    again = Paper.from_json(TWO_SLOTS.to_json())

    assert again == TWO_SLOTS
    assert again.sha256 == TWO_SLOTS.sha256


def test_slot_is_found_by_number_only():
    assert TWO_SLOTS.slot(2) is TWO_SLOTS.slots[1]
    assert TWO_SLOTS.slot(0) is None
    assert TWO_SLOTS.slot(3) is None
    assert TWO_SLOTS.slot(-1) is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("v",), 2),
        (("more",), 1),
        (("slots",), {}),
        (("sections", 0), {"title": 1}),
        (("sections", 0), {"title": "I", "more": 1}),
        (("slots", 0, "slot"), 2),
        (("slots", 0, "slot"), "1"),
        (("slots", 0, "section"), 2),
        (("slots", 0, "section"), -1),
        (("slots", 1, "section"), 0),
        (("slots", 0, "max_mark"), 1.5),
        (("slots", 0, "max_mark"), "x"),
        (("slots", 0, "max_mark"), "NaN"),
        (("slots", 0, "max_mark"), "0"),
        (("slots", 0, "max_mark"), "-1"),
        (("slots", 0, "options"), [["k7"]]),
        (("slots", 0, "options"), [["k7", 3]]),
        (("slots", 0, "options"), "k7"),
        (("slots", 0, "options"), [["k7", "a00001"], ["k7", "b00002"]]),
        (("slots", 0, "options"), [["k7", "a00001"], ["q2", "a00001"]]),
        (("slots", 0), None),
    ],
)
def test_paper_that_cannot_have_been_drawn_is_refused(path, value):
    data = copy.deepcopy(TWO_SLOTS.to_json())
    *way, last = path
    inner = data
    for step in way:
        inner = inner[step]
    inner[last] = value
    if path == ("slots", 1, "section"):
        data["slots"][0]["section"] = 1

    with pytest.raises(InvalidPaper):
        Paper.from_json(data)


@pytest.mark.parametrize("data", [None, [], "paper", {}])
def test_paper_of_another_shape_is_refused(data):
    with pytest.raises(InvalidPaper):
        Paper.from_json(data)
