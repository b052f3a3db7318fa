"""Citations as the starter questions write them, and what becomes of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal.domain.citations import (
    Amendment,
    CheckMark,
    CitationNotRead,
    ParsedCitation,
    check_mark,
    display,
    parse_citations,
)

BY_92 = (Amendment("92/2017/NĐ-CP"),)
TO_CHECK = "đối chiếu số điều trước khi dùng"


def paths(text):
    return [citation.path for citation in parse_citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 2", ["điều 2"]),
        ("Điều 3 khoản 1", ["điều 3 khoản 1"]),
        ("Điều 1 khoản 2 điểm a", ["điều 1 khoản 2 điểm a"]),
        ("Điều 2 khoản 8 điểm đ", ["điều 2 khoản 8 điểm đ"]),
        ("Điều 12a khoản 2", ["điều 12a khoản 2"]),
        ("Điều 12 khoản 2 và 3", ["điều 12 khoản 2", "điều 12 khoản 3"]),
        ("Điều 21 khoản 6, 7, 8", ["điều 21 khoản 6", "điều 21 khoản 7", "điều 21 khoản 8"]),
        (
            "Điều 3 các khoản 2, 3, 4, 5",
            ["điều 3 khoản 2", "điều 3 khoản 3", "điều 3 khoản 4", "điều 3 khoản 5"],
        ),
        ("Điều 18 khoản 8; Điều 20 khoản 2 và 4", ["điều 18 khoản 8", "điều 20 khoản 2", "điều 20 khoản 4"]),
        ("Điều 35 khoản 1; Điều 36 khoản 1", ["điều 35 khoản 1", "điều 36 khoản 1"]),
        ("Phụ lục I", ["phụ lục i"]),
        ("Phụ lục I, Mẫu số 04", ["phụ lục i mẫu số 04"]),
        ("Phụ lục I, Phần I, Mục I", ["phụ lục i phần i mục i"]),
        ("Điều 13; Phụ lục I, Phần I, Mục II.7", ["điều 13", "phụ lục i phần i mục ii.7"]),
        ("Mục III khoản 2 điểm a", ["mục iii khoản 2 điểm a"]),
        ("điểm a khoản 2 Điều 17", ["điều 17 khoản 2 điểm a"]),
        ("khoản 2 và khoản 4, Điều 20", ["điều 20 khoản 2", "điều 20 khoản 4"]),
        ("khoản 2, 3 và 4 Điều 20", ["điều 20 khoản 2", "điều 20 khoản 3", "điều 20 khoản 4"]),
        ("  ĐIỀU  7\u00a0KHOẢN 5 ; ", ["điều 7 khoản 5"]),
        ("", []),
    ],
)
def test_parse_citations_gives_one_path_for_each_provision(text, expected):
    assert paths(text) == expected
    assert not any(citation.is_free_text for citation in parse_citations(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Điều 17 khoản 1 (sửa đổi bởi 92/2017/NĐ-CP)", ParsedCitation("điều 17 khoản 1", amended_by=BY_92)),
        (
            "Điều 15 (sửa đổi bởi 48/2013/NĐ-CP, 92/2017/NĐ-CP)",
            ParsedCitation("điều 15", amended_by=(Amendment("48/2013/NĐ-CP"), *BY_92)),
        ),
        (
            "Điều 2 khoản 8 điểm d (sửa đổi bởi 06/2026/TT-BNV Điều 1 khoản 2)",
            ParsedCitation("điều 2 khoản 8 điểm d", amended_by=(Amendment("06/2026/TT-BNV", "điều 1 khoản 2"),)),
        ),
    ],
)
def test_parse_citations_gives_amending_documents_apart(text, expected):
    assert parse_citations(text) == (expected,)


def test_parse_citations_gives_the_amendment_to_the_provision_that_it_follows():
    first, second = parse_citations("Điều 3; Điều 17 khoản 1 và 2 (sửa đổi, bổ sung bởi 92/2017/NĐ-CP)")[:2]

    assert (first.amended_by, second.amended_by) == ((), BY_92)


@pytest.mark.parametrize(
    "text",
    [
        "Bộ chỉ số ban hành kèm theo",
        "Đề án Văn hóa công vụ, phần chuẩn mực giao tiếp, ứng xử",
        "Tên gọi chỉ số trong Đề án 2022–2030 (PAPI là khảo sát độc lập, không do văn bản này quy định)",
        "Điều 1, 2 khoản 3",
        "Điều 35 khoản 1, Điều 36 khoản 1",
        "Điều 5 và các quy định khác",
        "Điều khoản chuyển tiếp",
    ],
)
def test_parse_citations_of_other_words_keeps_them_and_flags_them(text):
    assert parse_citations(text) == (ParsedCitation(text, is_free_text=True),)


@pytest.mark.parametrize(
    "text",
    [
        "Phần tiếp nhận, giải quyết, trả kết quả",
        "Quy định về tiếp nhận không phụ thuộc địa giới",
        "Điều khoản hiệu lực thi hành",
        "Quy định về khung tiêu chí (tiêu chí chung 30, kết quả nhiệm vụ 70)",
        "Quy định về thực hiện quyền của chủ thể dữ liệu",
    ],
)
def test_parse_citations_takes_the_remark_to_check_apart(text):
    assert parse_citations(f"{text} – {TO_CHECK}") == (ParsedCitation(text, is_free_text=True, note=TO_CHECK),)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("điều 17 khoản 2 điểm a", "điểm a khoản 2 Điều 17"),
        ("điều 12a", "Điều 12a"),
        ("mục iii khoản 2 điểm a", "điểm a khoản 2 Mục III"),
        ("phụ lục i mẫu số 04", "Mẫu số 04 Phụ lục I"),
        ("phụ lục i phần i mục ii.4", "Mục II.4 Phần I Phụ lục I"),
        ("Bộ chỉ số ban hành kèm theo", "Bộ chỉ số ban hành kèm theo"),
    ],
)
def test_display_names_the_smallest_part_first(path, shown):
    assert display(path) == shown


@given(
    st.integers(1, 99),
    st.none() | st.integers(1, 20),
    st.none() | st.sampled_from(["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m"]),
)
def test_shown_provision_reads_back_as_its_path(article, clause, point):
    path = f"điều {article}"
    if clause is not None:
        path += f" khoản {clause}"
        path += f" điểm {point}" if point else ""

    assert paths(display(path)) == paths(path) == [path]


@given(st.text())
def test_parse_citations_of_any_text_ends_without_an_empty_path(text):
    assert all(citation.path for citation in parse_citations(text) if not citation.amended_by)


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        ("verified-text", CheckMark.TEXT),
        ("verified-secondary", CheckMark.SECONDARY),
        ("article-number-to-check", CheckMark.MEMORY),
        ("from-memory", CheckMark.MEMORY),
    ],
)
def test_check_mark_of_each_known_value(value, mark):
    assert check_mark(value) is mark


def test_check_mark_of_unknown_value_is_refused():
    with pytest.raises(CitationNotRead) as refusal:
        check_mark("checked")

    assert (refusal.value.code, refusal.value.params) == ("check_mark_unknown", {"value": "checked"})
