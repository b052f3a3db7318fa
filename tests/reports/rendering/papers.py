"""Invented reports of any size; the same size gives the same report."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

from competencies.domain.gaps import Gap, gap
from core.rendering.official import OfficialFoot, OfficialHead
from organization.domain.population import ReportMode
from reports.rendering import PaperCompetency, PaperPerson, UnitReportPaper

NAMES = [
    ("Đạo đức và bản lĩnh", None),
    ("Tổ chức thực hiện công việc", "Tổ chức công việc"),
    ("Soạn thảo và ban hành văn bản", "Soạn thảo văn bản"),
    ("Giao tiếp ứng xử", None),
    ("Quan hệ phối hợp", None),
    ("Sử dụng công nghệ thông tin", "Công nghệ thông tin"),
    ("Sử dụng ngoại ngữ", "Ngoại ngữ"),
    ("Tham mưu xây dựng văn bản", None),
    ("Hướng dẫn thực hiện", None),
    ("Kiểm tra thực hiện", None),
    ("Phối hợp thực hiện", None),
    ("Thẩm định văn bản", None),
    ("Kiểm soát thủ tục hành chính", "Kiểm soát TTHC"),
    ("Nghiệp vụ một cửa", None),
    ("Bảo vệ dữ liệu cá nhân", None),
]
COMPETENCIES = tuple(PaperCompetency(name=name, short_name=short) for name, short in NAMES)
OFFICES = [
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
]
POSITIONS = ["Chuyên viên", "Chuyên viên", "Cán sự", "Văn thư viên", "Kế toán viên", "Chuyên viên chính"]
FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
MIDDLE = ["Thị", "Văn", "Hữu", "Đức", "Thị Bích", "Thị Thu", "Minh", "Quốc", "Ngọc", "Thị Hồng"]
GIVEN = [
    "An",
    "Ân",
    "Bình",
    "Châu",
    "Cường",
    "Dũng",
    "Duyên",
    "Đạt",
    "Đông",
    "Giang",
    "Hà",
    "Hạnh",
    "Hiếu",
    "Hòa",
    "Hường",
    "Khánh",
    "Lan",
    "Linh",
    "Nga",
    "Quỳnh",
    "Sơn",
    "Thủy",
    "Ý",
]
HIGHLAND = ["H'Linh Niê Kdăm", "Y Thanh Knul", "Siu H’Ƀia", "Tôn Nữ Nguyễn Hoàng Phương Thảo"]

HEAD = OfficialHead(
    governing_agency="Ủy ban nhân dân xã Sơn Đông",
    issuing_agency="Phòng Văn hóa - Xã hội",
    symbol="BC-VHXH",
    place="Sơn Đông",
    year=2026,
)
FOOT = OfficialFoot(
    receivers=("Như trên", "Sở Nội vụ (để báo cáo)", "Văn phòng HĐND và UBND xã", "Lưu: VT, VHXH"),
    signing_form=("Trưởng phòng",),
    signer_name="Lương Thị Bích Hường",
)
RULE = (
    "mức đạt qua kiểm tra kiến thức là mức cao nhất mà đề có từ 05 câu hỏi trở lên đến mức đó, trong đó từ 02 câu "
    "thuộc mức đó, và đạt từ 70% số điểm của các câu đến mức đó"
)


def person(
    name: str, *levels: tuple[int | None, int | None], office: str = OFFICES[0], position: str = "Chuyên viên"
) -> PaperPerson:
    """A person by pairs of required and held level."""
    return PaperPerson(name=name, position=position, office=office, gaps=tuple(gap(*pair) for pair in levels))


def paper_of(people: tuple[PaperPerson, ...], **changes: Any) -> UnitReportPaper:
    columns = COMPETENCIES[: len(people[0].gaps)] if people else COMPETENCIES[:2]
    paper = UnitReportPaper(
        head=HEAD,
        foot=FOOT,
        unit_name="Ủy ban nhân dân xã Sơn Đông",
        as_of=date(2026, 10, 31),
        data_as_of=date(2026, 11, 2),
        mode=ReportMode.THEN,
        framework_name="Khung năng lực vị trí việc làm xã Sơn Đông năm 2026",
        level_rule=RULE,
        competencies=columns,
        people=people,
        addressee="Chủ tịch Ủy ban nhân dân xã Sơn Đông",
    )
    return replace(paper, **changes)


def paper_of_size(count: int, *, competencies: int = 12, offices: int = 4, **changes: Any) -> UnitReportPaper:
    """A report of `count` people spread evenly over the offices."""
    chance = random.Random(7)
    share = -(-count // offices)
    people = tuple(
        PaperPerson(
            name=HIGHLAND[i % 4]
            if i % 41 == 5
            else f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}",
            position="Trưởng phòng" if i % share == 0 else chance.choice(POSITIONS),
            office=OFFICES[i // share % 4] if offices <= 4 else f"Trường Tiểu học số {i // share + 1}",
            gaps=tuple(_chance_gap(chance, leads=i % share == 0) for _ in range(competencies)),
        )
        for i in range(count)
    )
    return paper_of(people, competencies=COMPETENCIES[:competencies], **changes)


def _chance_gap(chance: random.Random, *, leads: bool) -> Gap:
    roll = chance.random()
    if roll < 0.04:
        return gap(None, None)
    required = (4 if leads else 2) + (chance.random() < 0.3)
    if roll < 0.10:
        return gap(required, None)
    over = chance.choices((-2, -1, 0, 1), (3, 20, 60, 17))[0]
    return gap(required, min(5, max(1, required + over)))
