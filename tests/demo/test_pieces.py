"""The parts of the demo that need no database."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.utils.html import strip_tags

from assessments.domain.starter_format import read_starter
from config.demo.days import Timetable, next_working_day, working_days
from config.demo.files import data
from config.demo.history.answers import answer_book
from config.demo.roster import people
from config.demo.sheets import Heading, Line, write_staff_list
from core.sampling import Sampler

_QUESTIONS = read_starter(
    json.loads((Path(settings.BASE_DIR) / "assessments/data/starter_questions.json").read_text(encoding="utf-8"))
).accepted
_BLOCKS = ("paragraph", "heading", "steps", "do_dont", "note", "citation")
# Seven pairs can be made in 5040 ways; four say the same of the type.
_PLAYED = [question for question in _QUESTIONS if question.code != "CCHC-018"]


def test_next_working_day_of_a_saturday_is_monday() -> None:
    assert next_working_day(date(2026, 11, 21)) == date(2026, 11, 23)


def test_working_days_leave_out_weekends_and_end_before_the_limit() -> None:
    found = working_days(date(2026, 11, 19), 5, until=date(2026, 11, 24))

    assert found == [date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)]


def test_days_before_the_last_one_fall_on_working_days() -> None:
    timetable = Timetable(date(2026, 11, 23))

    # 08/11/2026 is a Sunday.
    assert timetable.before(15) == date(2026, 11, 9)
    assert timetable.after(5) == date(2026, 11, 30)


def test_people_are_three_hundred_under_their_own_codes() -> None:
    everybody = people()

    assert len(everybody) == len({person.code for person in everybody}) == 300
    assert sum(person.before is not None for person in everybody) == 212
    assert sum(person.after is not None for person in everybody) == 253
    assert sum(person.carried for person in everybody) == 15


def test_people_hold_each_leading_post_once() -> None:
    heads = ("chu-tich-huyen", "chu-tich-xa", "truong-phong", "giam-doc-ttpvhcc", "chanh-van-phong", "giam-doc-so")
    posts = [post for person in people() for post in (person.after,) if post and post[1] in heads]

    assert Counter(posts).most_common(1)[0][1] == 1


def test_people_keep_names_of_other_peoples_and_long_ones() -> None:
    names = {person.name for person in people()}

    assert {"H' Linh Niê", "K'Brõi", "Giàng A Páo", "Công Tằng Tôn Nữ Minh Nguyệt"} <= names


def test_staff_list_stands_in_the_form_that_offices_use() -> None:
    heading = Heading("TRÊN", "DƯỚI", "DANH SÁCH", "(ghi chú)", "NGƯỜI LẬP")
    lines = [
        Line("SL0001", "Lò Thị Ơn", "1990", "nu", "Chuyên viên", "A", "Phòng A"),
        Line("SL0002", "Bàn Tà Sếnh", "02/03/1985", "nam", "Cán sự", "B", "Phòng B"),
    ]

    sheet = openpyxl.load_workbook(io.BytesIO(write_staff_list(heading, lines))).active

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=12)]
    assert rows[0] == ["STT", "Mã nhân sự", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Mã đơn vị"]
    assert rows[1][0] == "(1)"
    assert rows[2][:3] == ["I", None, "Phòng A"]
    assert rows[3] == [1, "SL0001", "Lò Thị Ơn", "1990", "Nữ", "Chuyên viên", "A"]
    assert rows[4][:3] == ["II", None, "Phòng B"]
    assert rows[5] == [2, "SL0002", "Bàn Tà Sếnh", "02/03/1985", "Nam", "Cán sự", "B"]


def test_lessons_are_read_in_one_sitting() -> None:
    words = [word for lesson in data("pages")["module"]["lessons"] for word in _words(lesson["body"])]

    assert 700 <= len(words) <= 1000


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from strip_tags(value).split()
    elif isinstance(value, list):
        for inner in value[1:] if value and value[0] in _BLOCKS else value:
            yield from _words(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("cite", "kind"):
                yield from _words(inner)


@pytest.mark.parametrize("question", _PLAYED, ids=lambda question: question.code)
def test_answers_found_by_asking_are_right_and_wrong(question) -> None:
    layout = question.content.kind.layout(question.content.body, Sampler("một lượt"))
    book = answer_book(question.content)

    right = book.answer(right=True, layout=layout, sampler=Sampler("đúng"))
    wrong = book.answer(right=False, layout=layout, sampler=Sampler("sai"))

    assert question.content.grade(right, layout).fraction == 1
    assert question.content.grade(wrong, layout).fraction < 1
