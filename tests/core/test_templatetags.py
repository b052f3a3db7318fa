"""How the pages write figures, days and levels."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from core.icons import ICONS
from core.templatetags import thao

EVENING = datetime(2026, 11, 22, 17, 5, 7, tzinfo=UTC)  # 00:05:07 of 23/11 in Viet Nam


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def rendered(source: str, **context: object) -> str:
    return Template("{% load thao %}" + source).render(Context(context))


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_day_of_an_instant_is_the_civil_day_in_viet_nam():
    assert thao.day(EVENING) == "23/11/2026"


def test_day_long_follows_the_form_of_documents():
    assert thao.day_long(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"


def test_clock_time_is_the_wall_clock_in_viet_nam():
    assert thao.clock_time(EVENING) == "00:05"


@pytest.mark.parametrize("write", [thao.day, thao.day_long, thao.weekday, thao.clock_time, thao.moment])
@pytest.mark.parametrize("absent", [None, ""])
def test_absent_time_is_an_empty_text(write, absent):
    assert write(absent) == ""


@pytest.mark.parametrize("write", [thao.mark, thao.percent, thao.count, thao.padded, thao.plain])
@pytest.mark.parametrize("absent", [None, "", True, "not a number"])
def test_absent_figure_is_an_empty_text(write, absent):
    assert write(absent) == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("8.50"), "8,5"),
        (Decimal("7"), "7"),
        (Decimal("0.335"), "0,34"),
        (0, "0"),
        (Decimal("1234.5"), "1.234,5"),
    ],
)
def test_mark_has_a_decimal_comma_and_two_places_at_most(value, shown):
    assert thao.mark(value) == shown


def test_percent_is_given_out_of_a_hundred():
    # 57 of 66 = 86.3636…
    assert thao.percent(Decimal("86.363636")) == "86,4%"


@pytest.mark.parametrize(("value", "shown"), [(0, "00"), (5, "05"), (9, "09"), (10, "10"), (1234, "1.234")])
def test_padded_puts_a_zero_before_counts_below_ten(value, shown):
    assert thao.padded(value) == shown


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [(0, 6, 0), (2, 6, 33), (6, 6, 100), (199, 200, 99), (7, 6, 100), (3, 0, 0), (None, 6, 0), (1, None, 0)],
)
def test_share_is_whole_only_when_nothing_is_left(done, total, shown):
    assert thao.share(done, total) == shown


def test_plain_is_read_by_programs():
    assert thao.plain(Decimal("1234.50")) == "1234.50"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nguyễn Thị Bích Vân", "NV"),
        ("H’ Linh Niê Kđăm", "HK"),
        ("Thảo", "T"),
        ("đặng quang", "ĐQ"),
        ("", ""),
        (None, ""),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_word(name, shown):
    assert thao.initials(name) == shown


@pytest.mark.parametrize("name", sorted(ICONS))
def test_each_icon_is_drawn_without_a_word(name):
    drawn = thao.icon(name)

    assert drawn.startswith('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">')
    assert drawn.endswith("</svg>")


def test_icon_that_nobody_drew_is_an_error():
    with pytest.raises(KeyError):
        thao.icon("nobody drew this")


@pytest.mark.parametrize(
    ("held", "required", "pips"),
    [
        (3, 3, ["on", "on", "on", "", ""]),
        (1, 3, ["on", "lack", "lack", "", ""]),
        (None, 2, ["unk", "unk", "", "", ""]),
        (5, 2, ["on", "on", "on", "on", "on"]),
        (0, 1, ["lack", "", "", "", ""]),
        (2, None, ["on", "on", "", "", ""]),
        (None, None, ["", "", "", "", ""]),
    ],
)
def test_level_tells_held_lacking_and_unknown_apart(held, required, pips):
    assert thao.level(held, required) == {"pips": pips}


def test_heat_cell_of_a_gap_says_it_in_words(english):
    cell = {"held": 1, "required": 3, "state": "gap2", "gap": 2}

    html = one_line(rendered("{% heat_cell cell %}", cell=cell))

    assert html == (
        '<td class="gap2"><b>1</b><small><span aria-hidden="true">/3</span>'
        '<span class="vh"> held, required 3</span></small><span class="gap">2 short</span></td>'
    )


def test_heat_cell_never_shows_a_number_for_what_was_not_assessed(english):
    cell = {"held": None, "required": 3, "state": "none", "gap": 0}

    html = rendered("{% heat_cell cell %}", cell=cell)

    assert 'class="none"' in html
    assert "not assessed" in html
    assert "<b>" not in html


def test_heat_cell_without_a_state_counts_as_not_required(english):
    html = rendered("{% heat_cell cell %}", cell={"held": 2})

    assert 'class="na"' in html
    assert "not required" in html


def test_distribution_places_its_segments_side_by_side(english):
    row = {"name": "Giao tiếp", "total": 4, "more": 1, "met": 2, "gap1": 0, "gap2": 0, "none": 1}

    drawn = thao.distribution([row])["rows"][0]

    # Of four people: one quarter, two quarters, one quarter; a quarter of a percent of air at each side.
    assert [(part.kind, part.x, part.width, part.middle) for part in drawn["segments"]] == [
        ("more", "0.25%", "24.50%", "12.50%"),
        ("met", "25.25%", "49.50%", "50.00%"),
        ("none", "75.25%", "24.50%", "87.50%"),
    ]
    assert drawn["total"] == 4


def test_distribution_of_nobody_has_no_segment():
    assert thao.distribution([{"name": "x"}])["rows"][0]["segments"] == []


@pytest.mark.parametrize(
    ("percent", "needed", "width", "short"),
    [("85", "70", "85.00%", False), ("62.5", "70", "62.50%", True), ("120", "70", "100.00%", False)],
)
def test_score_track_stays_on_its_scale(percent, needed, width, short):
    drawn = thao.score_track({"percent": Decimal(percent), "pass_percent": Decimal(needed)})

    assert (drawn["width"], drawn["short"], drawn["pass_at"]) == (width, short, "70.00%")


def test_names_of_people_are_escaped():
    html = rendered("{% distribution rows %}", rows=[{"name": "<b>x</b>", "met": 1}])

    assert "<b>x</b>" not in html
