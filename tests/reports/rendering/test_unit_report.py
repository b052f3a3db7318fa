from __future__ import annotations

import io
import re
import socket
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from competencies.domain.gaps import gap
from core.rendering.errors import FieldMissing
from organization.domain.population import ReportMode
from reports.rendering import EndedUnit, PaperCompetency, Proposal
from reports.rendering import render_unit_report as _render
from tests.support.papers import fonts, in_fresh_process, page_texts, pieces, poppler_text, raster

from .papers import FOOT, HEAD, paper_of, paper_of_size, person

render_unit_report = lru_cache(_render)  # the same paper is read for several things
PRINT = """
import sys
from reports.rendering import render_unit_report
from tests.reports.rendering.papers import paper_of_size
sys.stdout.buffer.write(render_unit_report(paper_of_size(30)))
"""
FIVE_FIGURES = tuple(
    # The second competency is never assessed.
    person(f"Nguyễn Văn {name}", (3, held), (2, None))
    for name, held in zip("ABCDE", (3, 4, 2, 1, None), strict=True)
)


def body_of(pdf: bytes) -> str:
    """Text of the portrait pages."""
    upright = [page.mediabox.width < page.mediabox.height for page in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(text for text, is_body in zip(page_texts(pdf), upright, strict=True) if is_body)


def appendix_of(pdf: bytes) -> list[str]:
    """Texts of the landscape pages."""
    across = [page.mediabox.width > page.mediabox.height for page in PdfReader(io.BytesIO(pdf)).pages]
    return [text for text, is_appendix in zip(page_texts(pdf), across, strict=True) if is_appendix]


def test_head_foot_and_sections_follow_the_clerical_layout() -> None:
    text = body_of(render_unit_report(paper_of(FIVE_FIGURES)))

    for expected in (
        "ỦY BAN NHÂN DÂN XÃ SƠN ĐÔNG PHÒNG VĂN HÓA - XÃ HỘI Số: /BC-VHXH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Sơn Đông, ngày tháng năm 2026",
        "BÁO CÁO Kết quả đánh giá năng lực theo vị trí việc làm của Ủy ban nhân dân xã Sơn Đông",
        "Kính gửi: Chủ tịch Ủy ban nhân dân xã Sơn Đông",
        "I. CĂN CỨ VÀ CÁCH TÍNH",
        "II. KẾT QUẢ",
        "III. NHẬN XÉT",
        "IV. NHU CẦU BỒI DƯỠNG",
        "Nơi nhận: - Như trên; - Sở Nội vụ (để báo cáo); - Văn phòng HĐND và UBND xã; - Lưu: VT, VHXH.",
        "TRƯỞNG PHÒNG Lương Thị Bích Hường",
    ):
        assert expected in text


def test_figures_are_told_with_their_denominators() -> None:
    # First competency: 2 of 4 reached (one above), 1 short by one, 1 short by two, 1 open; second: 5 open.
    text = body_of(render_unit_report(paper_of(FIVE_FIGURES)))

    assert (
        "Báo cáo tính cho 05 người, với 10 lượt có yêu cầu; đã đánh giá 04 lượt (40,0%), chưa đánh giá 06 lượt." in text
    )
    assert (
        "Trong 04 lượt đã đánh giá có 02 lượt đạt hoặc vượt mức yêu cầu, tỷ lệ đạt 50,0% (trong đó vượt 01 lượt); "
        "01 lượt thiếu 1 bậc; 01 lượt thiếu từ 2 bậc trở lên."
    ) in text
    assert "Đạo đức và bản lĩnh 0 5 4 2 1 1 1 50,0%" in text
    assert "Tổ chức thực hiện công việc 0 5 0 0 0 0 5 –" in text
    assert "Tổng số lượt 0 10 4 2 1 1 6 50,0%" in text
    assert "Năng lực chưa có người nào được đánh giá: Tổ chức thực hiện công việc." in text
    assert (
        "Có 02/05 người có mức đạt thấp hơn mức yêu cầu ở ít nhất một năng lực, trong đó 01 người thiếu từ 2 bậc"
        in text
    )
    assert "Bảng 2. Số người cần bồi dưỡng theo năng lực" in text
    assert "1 Đạo đức và bản lĩnh 1 1 2" in text


def test_report_without_any_assessment_has_no_share() -> None:
    text = body_of(render_unit_report(paper_of((person("Nguyễn Văn A", (3, None)),))))

    assert "Chưa có lượt nào được đánh giá nên chưa có tỷ lệ đạt." in text
    assert "tỷ lệ đạt cao nhất" not in text
    assert "Đạo đức và bản lĩnh 0 1 0 0 0 0 1 –" in text


def test_appendix_tells_every_person_in_reading_order() -> None:
    (text,) = appendix_of(render_unit_report(paper_of(FIVE_FIGURES)))

    assert "1 Nguyễn Văn A Chuyên viên 3 3 0 2 – –" in text
    assert "2 Nguyễn Văn B Chuyên viên 3 4 +1 2 – –" in text
    assert "4 Nguyễn Văn D Chuyên viên 3 1 −2 2 – – Đạo đức và bản lĩnh" in text
    assert "5 Nguyễn Văn E Chuyên viên 3 – – 2 – –" in text
    assert "dấu “–”: chưa đánh giá; dấu “·”: không yêu cầu" in text


def test_people_are_grouped_by_office_when_there_are_several() -> None:
    paper = paper_of((person("A", (3, 3)), person("B", (3, 2), office="Phòng Kinh tế")))

    pdf = render_unit_report(paper)

    assert "Bảng 2. Số lượt theo mức đáp ứng của từng đơn vị" in body_of(pdf)
    assert "Báo cáo tính cho 02 người thuộc 02 đơn vị" in body_of(pdf)
    (text,) = appendix_of(pdf)
    assert re.search(r"I Văn phòng HĐND và UBND \(1 người\) 1 A .* II Phòng Kinh tế \(1 người\) 2 B ", text)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (
            ReportMode.THEN,
            "tại ngày 31 tháng 10 năm 2026, theo đơn vị tại ngày số liệu; số liệu tính đến ngày 02 tháng 11",
        ),
        (ReportMode.NOW, "tại ngày 31 tháng 10 năm 2026, quy về đơn vị hiện nay; số liệu tính đến ngày 02 tháng 11"),
    ],
)
def test_units_counted_are_told(mode: ReportMode, words: str) -> None:
    assert words in body_of(render_unit_report(paper_of(FIVE_FIGURES, mode=mode)))


def test_what_the_office_brings_along_is_printed() -> None:
    paper = paper_of(
        FIVE_FIGURES,
        head=replace(HEAD, number="7", dated=date(2026, 2, 5)),
        lineage_note="Xã Đồng Mây được thành lập ngày 01/07/2025 trên cơ sở nhập xã Mây Thượng và xã Mây Hạ",
        bases=("Kế hoạch số 12/KH-UBND ngày 09 tháng 02 năm 2026",),
        ended_units=(EndedUnit(name="Phòng Y tế huyện Mây", ended_on=date(2025, 7, 1), people=3),),
        remarks=("Ba người mới được điều động",),
        proposals=(Proposal(content="Kỹ năng số", audience="Người chưa đạt", people=2, when="Quý I/2027"),),
    )

    pdf = render_unit_report(paper)

    text = body_of(pdf)
    for expected in (
        "Số: 07/BC-VHXH",
        "Sơn Đông, ngày 05 tháng 02 năm 2026",
        "trên cơ sở nhập xã Mây Thượng và xã Mây Hạ.",
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 09 tháng 02 năm 2026;",
        (
            "Ngoài số trên, có 03 người thuộc đơn vị đã kết thúc mà chưa xác định đơn vị kế thừa, không tính cho đơn "
            "vị nào: Phòng Y tế huyện Mây (kết thúc ngày 01/07/2025, 03 người)."
        ),
        "3. Nhận xét bổ sung của đơn vị Ba người mới được điều động.",
        "Bảng 3. Nội dung đề xuất bồi dưỡng",
        "1 Kỹ năng số Người chưa đạt 02 Quý I/2027",
    ):
        assert expected in text
    assert (
        "(Kèm theo Báo cáo số 07/BC-VHXH ngày 05 tháng 02 năm 2026 của Phòng Văn hóa - Xã hội)" in appendix_of(pdf)[0]
    )


@pytest.mark.parametrize("count", [1, 15, 120])
def test_pages_are_numbered_from_the_second_on_and_every_table_page_has_its_head(count: int) -> None:
    pdf = render_unit_report(paper_of_size(count))

    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, 1):
        in_margin = [(x, text) for x, y, text in pieces(page) if y < 18]
        if number == 1:
            assert in_margin == []
            continue
        ((x, text),) = in_margin
        assert text == str(number)
        assert abs(x - float(page.mediabox.width) / 72 * 25.4 / 2) < 12
    for text in appendix_of(pdf):
        assert "STT Họ và tên Chức vụ, vị trí việc làm" in text


def test_text_stays_inside_the_margins() -> None:
    pdf = render_unit_report(paper_of_size(60))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        is_body = page.mediabox.width < page.mediabox.height
        left, width = (30, 210) if is_body else (20, 297)
        assert all(left - 0.1 <= x < width - 15 for x, y, _ in pieces(page) if y > 18)


@pytest.mark.parametrize("count", [300, pytest.param(2000, marks=pytest.mark.slow)])
def test_nobody_is_lost_from_a_large_report(count: int, tmp_path: Path) -> None:
    paper = paper_of_size(count)

    text = poppler_text(render_unit_report(paper), tmp_path)

    rows = set(re.findall(r"^(\d+)\s+(\S+)", text, re.MULTILINE))
    assert {(str(number), one.name.split()[0]) for number, one in enumerate(paper.people, 1)} <= rows


def test_many_competencies_are_told_in_several_tables() -> None:
    pages = appendix_of(render_unit_report(paper_of_size(20, competencies=15)))

    assert "Phần 1/2, năng lực 1-7." in pages[0]
    assert any("Phần 2/2, năng lực 8-15." in text for text in pages)
    assert "Bảo vệ dữ liệu cá nhân" in pages[-1]


def test_report_of_nobody_says_so_and_has_no_appendix() -> None:
    pdf = render_unit_report(paper_of(()))

    assert appendix_of(pdf) == []
    assert "Không có người thuộc phạm vi báo cáo." in body_of(pdf)


def test_only_embedded_liberation_serif_is_used() -> None:
    found = fonts(render_unit_report(paper_of_size(15)))

    assert {name.split("+")[1].split("-")[:2] == ["Liberation", "Serif"] for name in found} == {True}
    assert all(found.values())


def test_file_claims_pdf_a_and_carries_title_and_author() -> None:
    raw = render_unit_report(paper_of(FIVE_FIGURES))
    root = PdfReader(io.BytesIO(raw)).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()

    assert re.search(r'pdfaid:part="2"', metadata)
    assert re.search(r'pdfaid:conformance="U"', metadata)
    assert "Báo cáo năng lực của Ủy ban nhân dân xã Sơn Đông" in metadata
    assert "Phòng Văn hóa - Xã hội" in metadata
    assert b"/JavaScript" not in raw


def test_same_paper_gives_the_same_bytes_in_another_process() -> None:
    first, second = (in_fresh_process(PRINT, hash_seed=seed) for seed in "12")

    assert first == second


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "A & B &lt;", "{{ paper }} {% if %}", "</table><img src=x>"]
)
def test_hostile_text_is_printed_literally(hostile: str) -> None:
    paper = paper_of(
        (person(hostile, (3, 2), position=hostile),), unit_name=hostile, remarks=(hostile,), framework_name=hostile
    )

    pdf = render_unit_report(paper)

    assert body_of(pdf).count(hostile) >= 4
    # The columns of the appendix are narrow: the text may be broken anywhere.
    assert appendix_of(pdf)[0].replace(" ", "").count(hostile.replace(" ", "")) == 2


def test_control_and_unknown_characters_become_visible() -> None:
    (text,) = appendix_of(render_unit_report(paper_of((person("Hà\x00\u202e 王", (3, 3)),))))

    assert "1 Hà□□ □ Chuyên viên" in text


def test_no_connection_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    _render(paper_of(FIVE_FIGURES, remarks=("<img src=http://127.0.0.1/x> url(http://127.0.0.1)",)))


def test_shades_are_printed_where_somebody_is_short(tmp_path: Path) -> None:
    def tinted(held: int) -> int:
        pdf = render_unit_report(paper_of((person("Nguyễn Văn A", (3, held)),)))
        last = len(PdfReader(io.BytesIO(pdf)).pages)
        picture = raster(pdf, tmp_path, dpi=60, page=last)
        # The tint .984 .914 .749 is 233 in grey; the ground of the head is 240.
        return int(((picture > 230) & (picture < 236)).sum())

    # The cell of the difference is 7.2 × 5 mm: 17 × 12 pixels, less its rules and its figure.
    assert tinted(2) - tinted(3) > 100


@pytest.mark.parametrize("field", ["unit_name", "framework_name", "level_rule"])
def test_blank_text_is_refused_by_name(field: str) -> None:
    with pytest.raises(FieldMissing) as refused:
        paper_of(FIVE_FIGURES, **{field: " "})

    assert refused.value.fields == (field,)


def test_report_without_competencies_is_refused() -> None:
    with pytest.raises(FieldMissing) as refused:
        paper_of((), competencies=())

    assert refused.value.fields == ("competencies",)


def test_person_with_another_number_of_gaps_is_refused() -> None:
    with pytest.raises(ValueError, match="one gap per competency"):
        paper_of(FIVE_FIGURES, competencies=(PaperCompetency(name="A"),))


def test_signer_may_be_left_to_the_hand() -> None:
    text = body_of(render_unit_report(paper_of(FIVE_FIGURES, foot=replace(FOOT, signer_name=None))))

    assert "None" not in text
    assert re.search(r"TRƯỞNG PHÒNG \d+$", text)


def test_level_held_without_requirement_is_shown_and_not_counted() -> None:
    one = replace(FIVE_FIGURES[0], gaps=(gap(3, 3), gap(None, 2)))

    pdf = render_unit_report(paper_of((one,)))

    assert "3 3 0 · 2 ·" in appendix_of(pdf)[0]
    assert "Tổ chức thực hiện công việc 1 0 0 0 0 0 0 –" in body_of(pdf)
