"""Small questions for grading by hand. Aliases are single letters so that tables stay readable."""

from __future__ import annotations

from assessments.domain.questions.content import Content, parse_content
from assessments.domain.questions.layout import Layout, LayoutGroup

EXPLANATION = "Xem khoản 2 Điều 8."

# Option ids a00001 … and the aliases a … under which the tables below name them.
CHOICE_IDS = ("a00001", "b00002", "c00003", "d00004", "e00005")
RIGHT_IDS = ("r00001", "r00002", "r00003", "r00004")


def layout(**groups: dict[str, str]) -> Layout:
    """Return a layout from {alias: id} per group, in the order written."""
    return Layout(tuple(LayoutGroup(name, tuple(entries.items())) for name, entries in groups.items()))


def options_body(*texts: str, context: str | None = None) -> dict[str, object]:
    options = [
        {"id": identifier, "text": text, "anchored": False} for identifier, text in zip(CHOICE_IDS, texts, strict=False)
    ]
    return {"stem": "Chọn phương án đúng.", "context": context, "options": options}


def options_layout(count: int) -> Layout:
    return layout(options=dict(zip("abcde"[:count], CHOICE_IDS, strict=False)))


def single() -> Content:
    body = options_body("05 ngày", "10 ngày", "15 ngày")
    return parse_content("single", body, {"explanation": EXPLANATION, "correct": "b00002"})


def scenario() -> Content:
    body = options_body("Hẹn cụ quay lại", "Hướng dẫn và hỗ trợ cụ", context="Một cụ bà 82 tuổi đến bộ phận một cửa.")
    return parse_content("scenario", body, {"explanation": EXPLANATION, "correct": "b00002"})


def multiple(scoring: str = "all_or_nothing") -> Content:
    """Five options, of which the first three are right."""
    body = options_body("Trình tự", "Hồ sơ", "Thời hạn", "Mức thưởng", "Bữa trưa")
    key = {"explanation": EXPLANATION, "correct": ["a00001", "b00002", "c00003"], "scoring": scoring}
    return parse_content("multiple", body, key)


def true_false(correct: bool = False) -> Content:
    body = {"stem": "Được tự đặt thêm giấy tờ.", "context": None}
    return parse_content("true_false", body, {"explanation": EXPLANATION, "correct": correct})


def numeric(value: str = "1234.5", tolerance: str = "0", unit: str | None = "ngày") -> Content:
    body = {"stem": "Bao nhiêu?", "context": None, "unit": unit}
    return parse_content("numeric", body, {"explanation": EXPLANATION, "value": value, "tolerance": tolerance})


def short_text(*accepted: str, ignore_case: bool = True, ignore_marks: bool = False) -> Content:
    key = {
        "explanation": EXPLANATION,
        "accepted": list(accepted or ("Giấy tiếp nhận hồ sơ",)),
        "ignore_case": ignore_case,
        "ignore_marks": ignore_marks,
    }
    return parse_content("short_text", {"stem": "Ghi tên biểu mẫu.", "context": None}, key)


def matching() -> Content:
    """Three left items; the first and the second share a right text that stands under two ids; one distractor."""
    body = {
        "stem": "Ghép mỗi việc với thời hạn.",
        "context": None,
        "left": [
            {"id": "a00001", "text": "Khai sinh"},
            {"id": "b00002", "text": "Khai tử"},
            {"id": "c00003", "text": "Kết hôn"},
        ],
        "right": [
            {"id": "r00001", "text": "Trong ngày"},
            {"id": "r00002", "text": "Trong ngày"},
            {"id": "r00003", "text": "05 ngày"},
            {"id": "r00004", "text": "30 ngày"},
        ],
    }
    pairs = {"a00001": "r00001", "b00002": "r00002", "c00003": "r00003"}
    return parse_content("matching", body, {"explanation": EXPLANATION, "pairs": pairs})


def matching_layout() -> Layout:
    return layout(
        left={"a": "a00001", "b": "b00002", "c": "c00003"},
        right={"x": "r00001", "y": "r00003", "z": "r00004"},
    )


def ordering(scoring: str = "all_or_nothing") -> Content:
    """Four items whose right order is a, b, c, d."""
    texts = ("Tiếp nhận", "Đăng ký", "Chuyển giao", "Giải quyết")
    stored = [{"id": identifier, "text": text} for identifier, text in zip(CHOICE_IDS, texts, strict=False)]
    body = {"stem": "Sắp xếp.", "context": None, "items": [stored[2], stored[0], stored[3], stored[1]]}
    key = {"explanation": EXPLANATION, "order": list(CHOICE_IDS[:4]), "scoring": scoring}
    return parse_content("ordering", body, key)


def ordering_layout() -> Layout:
    return layout(items={"d": "d00004", "a": "a00001", "c": "c00003", "b": "b00002"})


def one_of_each() -> list[Content]:
    return [
        single(),
        scenario(),
        multiple(),
        multiple("proportional"),
        true_false(),
        numeric(),
        short_text(),
        matching(),
        ordering(),
        ordering("relative"),
    ]
