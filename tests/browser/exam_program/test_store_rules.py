"""What this machine keeps: which records count, and how they lie over the answers of the server."""

import json

import pytest

from tests.browser.exam_program.counter import STATIC, Counter

pytestmark = pytest.mark.browser

STORE = """
    const kept = new Map(Object.entries(%s));
    const storage = {
        get length() { return kept.size; }, key: (place) => [...kept.keys()][place] ?? null,
        getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text),
        removeItem: (key) => kept.delete(key)
    };
    const fits = (slot, value) => {
        const question = document.querySelector(`[data-slot="${slot}"]`);
        return question !== null && ThaoExam.types[question.dataset.type].valid(question, value);
    };
    const store = ThaoExam.makeStore(storage, "p1", "a1", fits);
"""


@pytest.fixture(scope="module")
def paper(browser):
    """The questions of the paper and the parts of the program, but no program that runs."""
    page = browser.new_page()
    page.set_content(Counter().page(), wait_until="commit")
    for name in ("answers", "store"):
        page.add_script_tag(path=STATIC / f"js/exam/{name}.js")
    yield page
    page.close()


@pytest.fixture
def look(paper):
    """Runs JavaScript beside a store that holds `kept`."""

    def evaluate(kept: dict[str, str], body: str):
        return paper.evaluate(f"() => {{ {STORE % json.dumps(kept)} {body} }}")

    return evaluate


def record(slot: int, revision: object, value: object, **changes: object) -> str:
    """A record as the program writes it."""
    sound = {"v": 1, "person": "p1", "attempt": "a1", "slot": slot, "epoch": 1, "revision": revision, "value": value}
    return json.dumps({**sound, "at": 0, **changes})


def key(slot: object, person: str = "p1", attempt: str = "a1") -> str:
    """Its place."""
    return f"thao.exam.1/{person}/{attempt}/{slot}"


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        (1, "a1"),
        (2, ["a2", "c2"]),
        (3, False),
        (4, "12,5"),
        (5, "d5"),
        (6, "một cửa"),
        (7, {"l1": "r3"}),
        (8, ["i2", "i1", "i3"]),
        (1, None),
    ],
)
def test_sound_record_of_each_type_counts(look, slot, value):
    found = look({key(slot): record(slot, 7, value)}, "return store.records();")

    assert found == {str(slot): {"epoch": 1, "revision": 7, "value": value}}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (key(1), record(1, 7, "a1", person="p2")),
        (key(1), record(1, 7, "a1", attempt="a2")),
        (key(1), record(2, 7, ["a2"])),
        (key(1), record(1, 0, "a1")),
        (key(1), record(1, 2**40, "a1")),
        (key(1), record(1, 1.5, "a1")),
        (key(1), record(1, 7, "a1", epoch="1")),
        (key(1), record(1, 7, "a1", v=2)),
        (key(1), record(1, 7, "another alias")),
        (key(1), record(1, 7, ["a1"])),
        (key(1), record(1, 7, {"toString": "a1"})),
        (key(2), record(2, 7, ["a2", "a2"])),
        (key(3), record(3, 7, "true")),
        (key(4), record(4, 7, "9" * 41)),
        (key(7), record(7, 7, {"l1": "r9"})),
        (key(8), record(8, 7, ["i1", "i2"])),
        (key(99), record(99, 7, "a1")),
        (key(1), "{"),
        (key(1), "null"),
        (key(1), '"' + "x" * 5000 + '"'),
        (key(1, person="p2"), record(1, 7, "a1")),
        (key(1, attempt="a2"), record(1, 7, "a1")),
        (key("1/2"), record(1, 7, "a1")),
        (key("1e0"), record(1, 7, "a1")),
    ],
)
def test_foreign_or_spoilt_record_does_not_count(look, place, text):
    assert look({place: text}, "return store.records();") == {}


def test_what_is_kept_is_read_again(look):
    body = "store.keep(1, 2, 5, 'b1'); store.keep(1, 2, 6, null); return store.records();"

    assert look({}, body) == {"1": {"epoch": 2, "revision": 6, "value": None}}


def test_full_storage_is_reported(look):
    body = "storage.setItem = () => { throw new Error('full'); }; return store.keep(1, 1, 1, 'a1');"

    assert look({}, body) is False


def test_clearing_leaves_other_attempts_and_people_alone(look):
    kept = {key(1): "x", key("flags"): "[]", key(1, person="p2"): "y", key(1, attempt="a2"): "z", "else": "w"}

    assert look(kept, "store.clear(); return [...kept.keys()];") == [
        key(1, person="p2"),
        key(1, attempt="a2"),
        "else",
    ]


@pytest.mark.parametrize(
    ("place", "told"),
    [(key(1, person="p2"), True), (key("flags", person="p2"), False), (key(1, attempt="a2"), False), (key(1), False)],
)
def test_answers_of_another_person_are_noticed_without_reading_them(look, place, told):
    assert look({place: "unreadable"}, "return store.holdsOthers();") is told


@pytest.mark.parametrize(
    ("served", "records", "answers", "disputes"),
    [
        # nothing here
        ({1: (3, "a")}, {}, {"1": (3, "a", 3)}, {}),
        # nothing there
        ({}, {1: (1, 4, "b")}, {"1": (4, "b", 0)}, {}),
        # newer here
        ({1: (3, "a")}, {1: (1, 4, "b")}, {"1": (4, "b", 3)}, {}),
        # newer there
        ({1: (5, "a")}, {1: (1, 4, "b")}, {"1": (5, "a", 5)}, {}),
        # equal revision, other value: the server's stands
        ({1: (4, "a")}, {1: (1, 4, "b")}, {"1": (4, "a", 4)}, {}),
        # the same value of a higher revision is there already
        ({1: (3, "a")}, {1: (1, 9, "a")}, {"1": (3, "a", 3)}, {}),
    ],
)
def test_higher_revision_wins_within_an_epoch(look, served, records, answers, disputes):
    merged = merge(look, served, records, epoch=1)

    assert merged == (answers, disputes)


@pytest.mark.parametrize(
    ("served", "records", "answers", "disputes"),
    [
        # the server has none: the old answer is sent under the new epoch
        ({}, {1: (1, 4, "b")}, {"1": (4, "b", 0)}, {}),
        # the server has one of unknown epoch: the person decides
        ({1: (3, "a")}, {1: (1, 4, "b")}, {"1": (3, "a", 3)}, {"1": "b"}),
        # the server says that its own is of the old epoch too: the revision decides
        ({1: (3, "a", 1)}, {1: (1, 4, "b")}, {"1": (4, "b", 3)}, {}),
        # the server's is of the new epoch: the person decides, however high the old revision is
        ({1: (1, "a", 2)}, {1: (1, 4, "b")}, {"1": (1, "a", 1)}, {"1": "b"}),
        # a record from an epoch to come belongs to a newer page
        ({1: (1, "a")}, {1: (3, 4, "b")}, {"1": (1, "a", 1)}, {}),
    ],
)
def test_record_of_an_older_epoch_never_wins_by_its_number_alone(look, served, records, answers, disputes):
    merged = merge(look, served, records, epoch=2)

    assert merged == (answers, disputes)


def merge(look, served, records, epoch):
    """Answers as {slot: (revision, value, acknowledged)} and the disputed values."""
    there = {slot: dict(zip(("revision", "value", "epoch"), known, strict=False)) for slot, known in served.items()}
    here = {slot: dict(zip(("epoch", "revision", "value"), kept, strict=True)) for slot, kept in records.items()}
    merged = look({}, f"return ThaoExam.merge({json.dumps(there)}, {json.dumps(here)}, {epoch});")
    answers = {slot: (one["revision"], one["value"], one["acked"]) for slot, one in merged["answers"].items()}
    return answers, merged["disputes"]
