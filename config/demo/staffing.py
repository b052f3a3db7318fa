"""The two staff lists: written as .xlsx, read by the importer, exactly as an office would do it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from config.demo.days import REORGANISED_ON, SET_UP_ON, STAFF_LIST_OF, moment
from config.demo.roster import Person, Post, people
from config.demo.sheets import Heading, Line, write_staff_list
from organization.importing.report import told
from organization.models import JobAssignment, OrganizationUnit, Position
from organization.selectors import unit_names
from organization.services.postings import end_posting
from organization.services.staff_import import import_staff

_RETIREMENT = "Nghỉ theo chế độ khi sắp xếp tổ chức bộ máy"


def import_first_list() -> int:
    """Register everybody of 2023 with the posts of that time; return how many."""
    heading = Heading(
        "ỦY BAN NHÂN DÂN TỈNH SƠN LÂM",
        "SỞ NỘI VỤ",
        "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC CÁC CƠ QUAN THUỘC TỈNH VÀ HUYỆN VÂN SƠN",
        "(Tính đến ngày 01/01/2023; số liệu minh họa)",
        "NGƯỜI LẬP DANH SÁCH",
    )
    staff = [(person, person.before) for person in people() if person.before]
    return _import(write_staff_list(heading, _lines(staff, SET_UP_ON)), STAFF_LIST_OF, moment(SET_UP_ON, 9))


def import_second_list() -> int:
    """Post everybody as of 01/07/2025, newcomers among them; whoever retires leaves. Return how many are listed.

    The support staff of the communes is missing in the list: the reorganisation hands those people on to the heirs.
    """
    heading = Heading(
        "ỦY BAN NHÂN DÂN TỈNH SƠN LÂM",
        "SỞ NỘI VỤ",
        "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC BỐ TRÍ SAU SẮP XẾP ĐƠN VỊ HÀNH CHÍNH",
        "(Từ ngày 01/07/2025; số liệu minh họa)",
        "NGƯỜI LẬP DANH SÁCH",
    )
    at = moment(REORGANISED_ON - timedelta(days=4), 9)
    staff = [(person, person.after) for person in people() if person.after]
    listed = _import(write_staff_list(heading, _lines(staff, REORGANISED_ON)), REORGANISED_ON, at)
    _retire([person.code for person in people() if person.before and not person.after and not person.carried], at)
    return listed


def _lines(staff: Iterable[tuple[Person, Post | None]], day: date) -> list[Line]:
    units = {row.code: row for row in OrganizationUnit.objects.all()}
    names = unit_names([row.pk for row in units.values()], day)
    positions = {row.code: row for row in Position.objects.all()}
    order = {code: place for place, code in enumerate(sorted(units))}
    lines = [
        (
            order[post[0]],
            positions[post[1]].order,
            person.code,
            Line(
                code=person.code,
                name=person.name,
                birth=person.birth,
                gender=person.gender,
                position=positions[post[1]].name,
                unit_code=post[0],
                unit_name=names[units[post[0]].pk],
            ),
        )
        for person, post in staff
        if post is not None
    ]
    return [line for *_, line in sorted(lines, key=lambda row: row[:3])]


def _import(data: bytes, as_of: date, at: datetime) -> int:
    report = import_staff(data=data, as_of=as_of, by=None, at=at)
    if not report.committed:
        raise ValueError("; ".join(told(issue) for issue in report.plan.refused[:5]))
    return len(report.plan.accepted)


def _retire(codes: list[str], at: datetime) -> None:
    rows = JobAssignment.objects.filter(staff__identifiers__value__in=codes, valid_to__isnull=True)
    for row in rows.order_by("pk"):
        end_posting(posting=row, on=REORGANISED_ON, decision=_RETIREMENT, by=None, at=at)
