"""The official paper of a competency report: the report's values joined with the header of the unit that issues it.

Papers are always in Vietnamese, whatever the language of the page.
"""

from __future__ import annotations

from datetime import date

from core.rendering.official import OfficialFoot, OfficialHead
from core.vietnamese.formatting import number, short_date
from organization.models import UnitProfile
from organization.selectors import unit_tree
from reports.rendering import (
    EndedUnit,
    PaperCompetency,
    PaperPerson,
    UnitReportPaper,
    render_unit_report,
)
from reports.selectors.values import LineageNote, RuleFigures, UnitReport

SYMBOL = "BC"
RECEIVERS = ("Lãnh đạo đơn vị (để báo cáo)", "Lưu: VT")


def unit_report_pdf(report: UnitReport) -> bytes:
    """Return the paper as PDF. The number and the day are left blank: they are given when it is signed."""
    return render_unit_report(unit_report_paper(report))


def unit_report_paper(report: UnitReport) -> UnitReportPaper:
    """Return what the paper prints."""
    profile = _issuer(report.unit.id, report.today)
    return UnitReportPaper(
        head=_head(profile, report),
        foot=OfficialFoot(
            receivers=RECEIVERS,
            signing_form=tuple(profile.signing_lines) if profile else ("THỦ TRƯỞNG ĐƠN VỊ",),
            signer_name=(profile.signatory or None) if profile else None,
        ),
        unit_name=report.unit.name or "Các đơn vị đã kết thúc",
        as_of=report.as_of,
        data_as_of=report.today,
        mode=report.mode,
        framework_name=report.framework or "chưa ban hành",
        level_rule=_rule_words(report.rule),
        competencies=tuple(PaperCompetency(name=column.name) for column in report.competencies),
        people=tuple(
            PaperPerson(name=row.name, position=row.position, office=row.unit_name, gaps=row.gaps)
            for row in report.people
        ),
        lineage_note=" ".join(_lineage_words(note) for note in report.lineage) or None,
        ended_units=tuple(
            EndedUnit(name=group.name, ended_on=group.ended_on, people=group.people) for group in report.ended
        ),
    )


def _issuer(unit_id: int | None, today: date) -> UnitProfile | None:
    """Return the header of the unit or of the nearest unit above it that has one today."""
    profiles = {profile.unit_id: profile for profile in UnitProfile.objects.on(today)}
    tree = unit_tree(today)
    line = [] if unit_id is None else [unit_id, *tree.ancestors(unit_id)]
    return next((profiles[key] for key in line if key in profiles), None)


def _head(profile: UnitProfile | None, report: UnitReport) -> OfficialHead:
    if profile is None:
        return OfficialHead(
            governing_agency=None,
            issuing_agency=report.unit.name or "Các đơn vị đã kết thúc",
            symbol=SYMBOL,
            place="",
            year=report.today.year,
        )
    return OfficialHead(
        governing_agency=profile.governing_line or None,
        issuing_agency=profile.issuing_line,
        symbol=f"{SYMBOL}-{profile.abbreviation}",
        place=profile.place_name,
        year=report.today.year,
    )


def _rule_words(rule: RuleFigures | None) -> str:
    if rule is None:
        return "Tại ngày số liệu chưa có quy tắc xác định mức."
    return (
        f"Mức đạt qua kiểm tra kiến thức là mức cao nhất mà trong bài có ít nhất {rule.min_items_up_to:02} câu từ mức"
        f" đó trở xuống, trong đó ít nhất {rule.min_items_at:02} câu ở mức đó, và đạt từ"
        f" {number(rule.min_percent, 1)}% số điểm của các câu này; nếu không đủ thì ghi “chưa đủ căn cứ”. Người chưa"
        " có minh chứng được ghi “chưa đánh giá”, không tính là không."
    )


def _lineage_words(note: LineageNote) -> str:
    day = short_date(note.ended_on)
    if not note.into:
        return f"{note.name} kết thúc từ ngày {day}, không có đơn vị kế tiếp."
    return f"{note.name} kết thúc từ ngày {day}; đơn vị kế tiếp: {', '.join(note.into)}."
