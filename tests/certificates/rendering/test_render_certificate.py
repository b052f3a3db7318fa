from __future__ import annotations

import io
import socket
from datetime import date
from pathlib import Path

import cv2
import numpy
import pytest
from pypdf import PdfReader

from certificates.rendering import render_certificate
from certificates.rendering.paper import TEMPLATE, is_pressable, press_certificate
from certificates.rendering.printed import printed
from certificates.rendering.typeset import typeset_certificate
from core.rendering.errors import FieldTooLong, LetterUnknown
from tests.support.papers import fonts, in_fresh_process, page_texts, pieces, raster

from .facts import FACTS, facts_with

FONT_NAMES = ("Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic")
PRINT_BOTH_WAYS = """
import sys
from certificates.rendering import render_certificate
from tests.certificates.rendering.facts import FACTS, facts_with
sys.stdout.buffer.write(render_certificate(FACTS))
sys.stdout.buffer.write(render_certificate(facts_with(holder_name="Lương ☯")))
"""
LONGEST = facts_with(
    governing_agency="Ủy ban nhân dân thành phố Hồ Chí Minh",
    issuing_agency="Ủy ban nhân dân đặc khu Phú Quốc",
    holder_name="Nguyễn Phước Công Tằng Tôn Nữ Thị Hoàng Khánh Quỳnh",
    position="Phó Chủ tịch Hội đồng nhân dân kiêm Trưởng Ban Kinh tế - Ngân sách",
    unit="Trung tâm Phục vụ hành chính công và Cung ứng dịch vụ sự nghiệp công lập xã Nguyễn Thị Minh Khai 3",
    course="Bồi dưỡng kỹ năng tiếp nhận, số hóa hồ sơ, giải quyết thủ tục hành chính theo cơ chế một cửa, "
    "một cửa liên thông và cung cấp dịch vụ công trực tuyến toàn trình tại cấp xã",
    signing_form=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
)
BAREST = facts_with(
    governing_agency=None,
    subtitle=None,
    birth=None,
    position=None,
    studied_from=None,
    studied_to=None,
    duration=None,
    result=None,
    decision_no=None,
    signing_form=("Giám đốc",),
)


def test_every_fact_is_read_back_with_its_accents() -> None:
    (text,) = page_texts(render_certificate(FACTS))

    for expected in (
        "ỦY BAN NHÂN DÂN TỈNH THANH GIANG SỞ NỘI VỤ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "GIẤY CHỨNG NHẬN",
        "HOÀN THÀNH KHÓA BỒI DƯỠNG",
        "GIÁM ĐỐC SỞ NỘI VỤ TỈNH THANH GIANG chứng nhận bà LƯƠNG THỊ BÍCH HƯỜNG",
        "Sinh ngày 16/04/1988; chức vụ: Chuyên viên",
        "Đơn vị công tác: Trung tâm Phục vụ hành chính công xã Sơn Đông",
        (
            "đã hoàn thành khóa bồi dưỡng Kỹ năng giao tiếp, ứng xử và giải quyết thủ tục hành chính tại Trung tâm "
            "Phục vụ hành chính công"
        ),
        "từ ngày 05/10/2026 đến ngày 23/10/2026, thời lượng 24 tiết; kết quả: Khá",
        "Theo Quyết định số 412/QĐ-SNV ngày 30 tháng 10 năm 2026",
        "Số hiệu: TG-2600007 Số vào sổ: 001/2026/GCN-SNV Mã xác minh: 76NM-8MG6-VKFC-2QXY",
        "Kiểm tra tại thao.thanhgiang.example/giay-chung-nhan/xac-minh",
        "Thanh Giang, ngày 05 tháng 11 năm 2026 KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "Đặng Hữu Nghĩa",
    ):
        assert expected in text


def test_end_of_validity_is_printed_when_there_is_one() -> None:
    (text,) = page_texts(render_certificate(facts_with(valid_until=date(2029, 11, 4))))

    assert "Có giá trị đến hết ngày: 04/11/2029" in text


def test_absent_facts_leave_no_words_behind() -> None:
    (text,) = page_texts(render_certificate(BAREST))

    assert "Sinh" not in text
    assert "hức vụ:" not in text
    assert "Quyết định" not in text
    assert "thời lượng" not in text
    assert "kết quả" not in text


@pytest.mark.parametrize(
    ("absent", "line"),
    [
        (("result",), "từ ngày 05/10/2026 đến ngày 23/10/2026, thời lượng 24 tiết "),
        (("duration",), "từ ngày 05/10/2026 đến ngày 23/10/2026; kết quả: Khá "),
        (("studied_from", "studied_to"), " thời lượng 24 tiết; kết quả: Khá "),
        (("studied_from", "studied_to", "duration"), " kết quả: Khá "),
        (("birth",), "Chức vụ: Chuyên viên"),
        (("position",), "Sinh ngày 16/04/1988 Đơn vị"),
    ],
)
def test_line_reads_well_without_some_of_its_facts(absent: tuple[str, ...], line: str) -> None:
    (text,) = page_texts(render_certificate(facts_with(**dict.fromkeys(absent))))

    assert line in text


def test_only_embedded_liberation_serif_is_used() -> None:
    found = fonts(render_certificate(FACTS))

    assert sorted(name.split("+")[1] for name in found) == sorted(FONT_NAMES)
    assert all(found.values())


def test_file_is_tagged_and_claims_pdf_a_2a() -> None:
    raw = render_certificate(FACTS)
    root = PdfReader(io.BytesIO(raw)).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "Giấy chứng nhận số 001/2026/GCN-SNV" in metadata
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "vi"
    assert len(root["/OutputIntents"]) == 1
    assert b"/JavaScript" not in raw
    assert b"/Encrypt" not in raw


def test_structure_follows_the_reading_order() -> None:
    root = PdfReader(io.BytesIO(render_certificate(FACTS))).trailer["/Root"]
    document = root["/StructTreeRoot"]["/K"]
    kinds = [element["/S"] for element in document["/K"]]

    assert document["/S"] == "/Document"
    assert kinds.count("/H1") == 1
    assert kinds[-1] == "/Figure"
    assert document["/K"][-1]["/Alt"] == f"Mã QR kiểm tra giấy chứng nhận: {FACTS.verify_url}"


def test_same_facts_give_the_same_bytes_in_another_process() -> None:
    first, second = (in_fresh_process(PRINT_BOTH_WAYS, hash_seed=seed) for seed in "12")

    assert first == second
    assert first.startswith(render_certificate(FACTS))


def test_same_facts_give_the_same_bytes_after_other_certificates() -> None:
    first = render_certificate(FACTS)
    render_certificate(LONGEST)
    render_certificate(BAREST)

    assert render_certificate(FACTS) == first


@pytest.mark.parametrize("field", ["holder_name", "unit", "course", "issuing_agency", "signer_name", "place"])
def test_text_too_long_for_its_place_is_refused_by_name(field: str) -> None:
    with pytest.raises(FieldTooLong) as refused:
        render_certificate(facts_with(**{field: "Trung tâm Phục vụ hành chính công " * 20}))

    assert field in refused.value.fields


def test_text_too_long_is_refused_by_the_slow_way_too() -> None:
    with pytest.raises(FieldTooLong) as refused:
        render_certificate(facts_with(holder_name="☯ Nguyễn Thị " * 20))

    assert refused.value.fields == ("holder_name",)


def test_address_too_long_for_the_code_is_refused() -> None:
    with pytest.raises(FieldTooLong) as refused:
        render_certificate(facts_with(verify_url="https://thao.example/xm/?k=" + "x" * 300))

    assert refused.value.fields == ("verify_url",)


def test_longest_texts_stay_inside_the_frame_and_apart() -> None:
    page = PdfReader(io.BytesIO(render_certificate(LONGEST))).pages[0]
    found = pieces(page)

    # The inner line of the frame is 18.9 mm from the edges of 297 × 210 mm.
    assert all(18.9 < x < 297 - 18.9 and 18.9 < y < 210 - 18.9 for x, y, _ in found)
    rows = {round(y, 1) for _, y, text in found if text.isupper() and "CHỦ TỊCH" in text}
    signer = next(y for _, y, text in found if text == "Đặng Hữu Nghĩa")
    # At least 30 mm between the foot of the title and the foot of the name: room for hand and seal.
    assert signer - max(rows) >= 30


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "A & B &amp; &#60;", "{holder_name} {{ f.unit }}", "%PDF ) Tj"]
)
def test_hostile_text_is_printed_literally(text: str) -> None:
    (read,) = page_texts(render_certificate(facts_with(position=text)))

    assert text in read


def test_hostile_text_is_printed_literally_by_the_slow_way() -> None:
    hostile = "☯ <img src=http://127.0.0.1/x> & <b>"

    (read,) = page_texts(render_certificate(facts_with(position=hostile)))

    assert hostile in read


def test_hostile_text_does_not_break_the_metadata() -> None:
    root = PdfReader(io.BytesIO(render_certificate(facts_with(issuing_agency="A </rdf:li> & B")))).trailer["/Root"]

    assert "A &lt;/rdf:li&gt; &amp; B" in root["/Metadata"].get_data().decode()


def test_control_characters_become_visible() -> None:
    (read,) = page_texts(render_certificate(facts_with(position="Chuyên\x00 viên\u202e")))

    assert "Chuyên□ viên□" in read


def test_no_connection_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    render_certificate(facts_with(position="http://127.0.0.1/ ☯ <link rel=stylesheet href=http://127.0.0.1/a.css>"))


def test_letter_outside_the_face_is_set_by_the_typesetter() -> None:
    assert not is_pressable("Lương ☯")

    (text,) = page_texts(render_certificate(facts_with(holder_name="Lương ☯")))

    assert "LƯƠNG ☯" in text


def test_letter_no_font_has_is_refused() -> None:
    with pytest.raises(LetterUnknown) as refused:
        render_certificate(facts_with(holder_name="Lương \U000e0fff\U0001f9ff\U00013000"))

    assert refused.value.fields == ("holder_name",)


@pytest.mark.parametrize("name", ["H'Linh Niê Kdăm", "Y Ƀhô Ŏban", "Siu H’Ƀia", "K'Brõi", "Ksor Phước"])
def test_highland_names_are_pressed(name: str) -> None:
    facts = facts_with(holder_name=name)

    (text,) = page_texts(press_certificate(facts, printed(facts), TEMPLATE))

    assert name.upper() in text


@pytest.mark.parametrize("facts", [FACTS, LONGEST, BAREST], ids=["usual", "longest", "barest"])
def test_pressed_page_looks_like_the_typeset_one(facts: object, tmp_path: Path) -> None:
    words = printed(facts)
    pressed = raster(press_certificate(facts, words, TEMPLATE), tmp_path, dpi=60)
    typeset = raster(typeset_certificate(facts, words, TEMPLATE), tmp_path, dpi=60)

    differing = numpy.abs(pressed.astype(int) - typeset.astype(int)) > 96

    # Kerning moves letters by a fraction of a pixel; a line in the wrong place would change far more.
    assert pressed.shape == typeset.shape
    assert differing.mean() < 0.02


@pytest.mark.parametrize("name", ["Lương Thị Bích Hường", "Lương ☯"], ids=["pressed", "typeset"])
def test_code_is_decoded_from_the_printed_page(name: str, tmp_path: Path) -> None:
    page = raster(render_certificate(facts_with(holder_name=name)), tmp_path, dpi=150)

    decoded, _, _ = cv2.QRCodeDetector().detectAndDecode(page)

    assert decoded == FACTS.verify_url
