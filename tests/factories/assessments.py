"""Rows of the bank and of exams for tests. Each function writes what its docstring says and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from assessments.domain.questions.content import parse_content
from assessments.models import (
    Candidate,
    Exam,
    ExamSection,
    ExamSession,
    ExamSlot,
    Question,
    QuestionCategory,
    QuestionCitation,
    QuestionEntry,
)
from competencies.models import Competency
from core.models import User
from legal.models import CheckMark, Provision
from organization.models import OrganizationUnit, StaffMember

MADE_AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
OPENS_AT = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
CLOSES_AT = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)

# One question of each type; ids say what is right only to the reader of the test.
BODIES: dict[str, dict[str, Any]] = {
    "single": {
        "stem": "Ai công bố danh mục thủ tục?",
        "context": None,
        "options": [
            {"id": "aaaaa1", "text": "Chủ tịch cấp xã", "anchored": False},
            {"id": "aaaaa2", "text": "Chủ tịch cấp tỉnh", "anchored": False},
            {"id": "aaaaa3", "text": "Giám đốc sở", "anchored": False},
        ],
    },
    "multiple": {
        "stem": "Những nội dung nào bắt buộc?",
        "context": None,
        "options": [
            {"id": "bbbbb1", "text": "Trình tự thực hiện", "anchored": False},
            {"id": "bbbbb2", "text": "Thời hạn giải quyết", "anchored": False},
            {"id": "bbbbb3", "text": "Mức thưởng", "anchored": False},
        ],
    },
    "true_false": {"stem": "Người dân được từ chối giấy tờ ngoài quy định.", "context": None},
    "numeric": {"stem": "Không quá bao nhiêu lần?", "context": None, "unit": "lần"},
    "short_text": {"stem": "Tên mẫu số 01 là gì?", "context": None},
    "matching": {
        "stem": "Ghép chữ viết tắt.",
        "context": None,
        "left": [{"id": "ccccc1", "text": "KH"}, {"id": "ccccc2", "text": "BC"}],
        "right": [{"id": "ddddd1", "text": "Kế hoạch"}, {"id": "ddddd2", "text": "Báo cáo"}],
    },
    "ordering": {
        "stem": "Sắp xếp văn bản đi.",
        "context": None,
        "items": [{"id": "eeeee1", "text": "Cấp số"}, {"id": "eeeee2", "text": "Đăng ký"}],
    },
    "scenario": {
        "stem": "Chọn cách xử lý đúng.",
        "context": "Cuối giờ chiều, một cụ bà đến nộp hồ sơ.",
        "options": [
            {"id": "fffff1", "text": "Hướng dẫn tận tình", "anchored": False},
            {"id": "fffff2", "text": "Hẹn tuần sau", "anchored": False},
        ],
    },
}
KEYS: dict[str, dict[str, Any]] = {
    "single": {"explanation": "Điều 13.", "correct": "aaaaa2"},
    "multiple": {"explanation": "Điều 8.", "correct": ["bbbbb1", "bbbbb2"], "scoring": "all_or_nothing"},
    "true_false": {"explanation": "Điều 21.", "correct": True},
    "numeric": {"explanation": "Điều 20.", "value": "2", "tolerance": "0"},
    "short_text": {
        "explanation": "Phụ lục I.",
        "accepted": ["Giấy tiếp nhận hồ sơ và hẹn trả kết quả"],
        "ignore_case": True,
        "ignore_marks": False,
    },
    "matching": {"explanation": "Phụ lục III.", "pairs": {"ccccc1": "ddddd1", "ccccc2": "ddddd2"}},
    "ordering": {"explanation": "Điều 14.", "order": ["eeeee1", "eeeee2"], "scoring": "all_or_nothing"},
    "scenario": {"explanation": "Điều 18.", "correct": "fffff1"},
}


def make_category(*, code: str = "CCHC", name: str = "", parent: QuestionCategory | None = None) -> QuestionCategory:
    """A topic, at the top or below another."""
    values = {"code": code, "name": name or f"Chủ đề {code}"}
    if parent is None:
        return QuestionCategory.add_root(**values)
    return QuestionCategory.objects.get(pk=parent.pk).add_child(**values)


def make_entry(
    *, code: str = "CCHC-001", category: QuestionCategory, owner_unit: OrganizationUnit, shared_down: bool = True
) -> QuestionEntry:
    """The identity of a question, without a version."""
    return QuestionEntry.objects.create(
        code=code, category=category, owner_unit=owner_unit, shared_down=shared_down, created_at=MADE_AT
    )


def make_question(
    *,
    entry: QuestionEntry,
    competency: Competency,
    author: User,
    reviewer: User | None = None,
    type: str = "single",  # noqa: A002
    level: int = 1,
    number: int = 1,
    status: str | None = None,
    check_mark: str = CheckMark.TEXT,
    check_note: str = "",
    stem: str = "",
    body: Mapping[str, Any] | None = None,
    key: Mapping[str, Any] | None = None,
    provisions: Iterable[Provision] = (),
) -> Question:
    """A version with the sample content of its type. With a reviewer it is ready, else a draft, unless told."""
    chosen = dict(body or BODIES[type]) | ({"stem": stem} if stem else {})
    content = parse_content(type, chosen, dict(key or KEYS[type]))
    proxy = next(model for model in Question.__subclasses__() if model.type_code == type)
    question = proxy.objects.create(
        entry=entry,
        number=number,
        type=type,
        competency=competency,
        level=level,
        check_mark=check_mark,
        check_note=check_note,
        status=status or (Question.Status.READY if reviewer else Question.Status.DRAFT),
        author=author,
        reviewer=reviewer,
        reviewed_at=MADE_AT if reviewer else None,
        body=content.body.to_json(),
        key=content.key.to_json(),
        content_sha256=content.sha256,
        folded=content.body.stem.lower(),
        created_at=MADE_AT,
    )
    QuestionCitation.objects.bulk_create(
        QuestionCitation(question=question, provision=provision, check_mark=check_mark) for provision in provisions
    )
    return question


def make_exam(
    *,
    owner_unit: OrganizationUnit,
    author: User,
    approver: User | None = None,
    code: str = "CCHC",
    version: int = 1,
    title: str = "Kiểm tra kiến thức cải cách hành chính",
    status: str | None = None,
    **rules: Any,
) -> Exam:
    """An exam of 20 minutes without sections. With an approver it is published, else a draft, unless told."""
    published = approver is not None
    values = {"time_limit_seconds": 1200, "pass_fraction": Decimal("0.5")} | rules
    return Exam.objects.create(
        code=code,
        version=version,
        title=title,
        author=author,
        approver=approver,
        owner_unit=owner_unit,
        status=status or (Exam.Status.PUBLISHED if published else Exam.Status.DRAFT),
        created_at=MADE_AT,
        published_at=MADE_AT if published else None,
        **values,
    )


def make_section(
    *, exam: Exam, order: int = 1, title: str = "Phần chung", shuffles: bool = True, min_fraction: str | None = None
) -> ExamSection:
    """A section without slots, also of a published exam, which a service would refuse."""
    least = None if min_fraction is None else Decimal(min_fraction)
    section = ExamSection(exam=exam, order=order, title=title, shuffles=shuffles, min_fraction=least)
    return ExamSection.objects.bulk_create([section])[0]


def make_slot(
    *,
    section: ExamSection,
    order: int = 1,
    max_mark: str = "1",
    entry: QuestionEntry | None = None,
    pinned: Question | None = None,
    category: QuestionCategory | None = None,
    competency: Competency | None = None,
    level_from: int | None = None,
    level_to: int | None = None,
    count: int = 1,
) -> ExamSlot:
    """A line of the blueprint, also of a published exam: an entry, or a rule that draws `count` questions."""
    slot = ExamSlot(
        section=section,
        order=order,
        max_mark=Decimal(max_mark),
        entry=entry,
        pinned=pinned,
        category=category,
        competency=competency,
        level_from=level_from,
        level_to=level_to,
        count=count,
    )
    return ExamSlot.objects.bulk_create([slot])[0]


def make_session(
    *,
    exam: Exam,
    owner_unit: OrganizationUnit,
    code: str = "DOT-1",
    title: str = "Đợt kiểm tra tháng 11 năm 2026",
    opens_at: datetime = OPENS_AT,
    closes_at: datetime = CLOSES_AT,
    mode: str = ExamSession.Mode.OPEN,
) -> ExamSession:
    """A session from 1 November to 1 December 2026, open to the owner unit and below unless told."""
    return ExamSession.objects.create(
        code=code, title=title, exam=exam, owner_unit=owner_unit, opens_at=opens_at, closes_at=closes_at, mode=mode
    )


def make_candidate(
    *,
    session: ExamSession,
    staff: StaffMember,
    number: str = "",
    extra_seconds: int = 0,
    status: str = Candidate.Status.REGISTERED,
) -> Candidate:
    """A person called to a session."""
    return Candidate.objects.create(
        session=session,
        staff=staff,
        number=number,
        extra_seconds=extra_seconds,
        extra_reason="Thí sinh khuyết tật" if extra_seconds else "",
        status=status,
    )
