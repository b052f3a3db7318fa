"""The smallest office in which the main job can be done from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wagtail.models import Site

from assessments.models import Exam
from certificates.models import Certification
from competencies.models import Competency
from core.vietnamese.formatting import PartialDate
from organization.models import OrganizationUnit, Role, StaffMember, UnitProfile
from tests.factories import assessments as bank
from tests.factories import training
from tests.factories.competencies import make_competency, make_framework, make_level_rule, make_requirement
from tests.factories.organization import grant, make_position, make_posting, make_staff, make_unit, make_user
from training.models import ModulePage
from training.services.assignments import Target, assign_module
from training.services.editions import publish_edition

HOLDER = "Tôn Nữ Nguyễn Hoàng Phương Thảo"
COURSE = "Kiểm soát và công khai thủ tục hành chính"
UNIT = "Xã Đồng Mây"
# Two of level 1, three of level 2: all right proves level 2 by the rule (5 up to it, 2 at it, 70 %).
QUESTIONS = (("single", 1), ("multiple", 1), ("true_false", 2), ("numeric", 2), ("single", 2))
LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Office:
    """What the walkthrough needs to name."""

    unit: OrganizationUnit
    learner: StaffMember
    exam: Exam
    module: ModulePage
    competency: Competency


def make_office(*, at: object, waiting_seconds: int) -> Office:
    """Province, two communes, a learner and two heads, module, exam, certification."""
    province = make_unit(code="SL", name="Tỉnh Sơn Lâm", kind=OrganizationUnit.Kind.PROVINCE)
    unit = make_unit(code="DM", name=UNIT, parent=province)
    other = make_unit(code="CM", name="Xã Cầu Mây", parent=province)
    position = make_position()
    learner = make_staff(full_name=HOLDER, birth=PartialDate(1988, 4, 16), gender="nu")
    make_user(username="hocvien", staff=learner)
    make_posting(staff=learner, unit=unit, position=position)
    for username, home in (("thutruong", unit), ("thutruong2", other)):
        head = make_staff(full_name="Lê Văn Ân")
        make_posting(staff=head, unit=home, position=position)
        grant(user=make_user(username=username, staff=head), role=Role.UNIT_HEAD, unit=home)
    competency = make_competency(framework=make_framework(owner_unit=province))
    make_level_rule()
    make_requirement(position=position, competency=competency, level=2)
    module = _module(competency)
    edition = publish_edition(module, by=None, at=at)
    exam = _exam(province, competency, module, waiting_seconds)
    _certification(province, module)
    assign_module(
        module_uid=edition.module_uid,
        title=COURSE,
        owner_unit=province,
        targets=[Target(unit_id=unit.pk)],
        by=None,
        at=at,
        due_after_days=10,
    )
    return Office(unit, learner, exam, module, competency)


def _module(competency: Competency) -> ModulePage:
    home = training.make_home()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    page = training.make_module_page(index=training.make_index(home=home), title=COURSE, exam_code="CCHC")
    page.competencies.create(competency=competency, level=2, sort_order=0)
    return page


def _exam(province: OrganizationUnit, competency: Competency, module: ModulePage, waiting_seconds: int) -> Exam:
    author, reviewer = make_user(username="rade"), make_user(username="thamdinh")
    exam = bank.make_exam(
        owner_unit=province,
        author=author,
        approver=reviewer,
        waiting_seconds=waiting_seconds,
        attempts_allowed=3,
        pass_fraction=Decimal("0.7"),
        gate_module_uid=module.module_uid,
    )
    section = bank.make_section(exam=exam)
    category = bank.make_category()
    for order, (kind, level) in enumerate(QUESTIONS, start=1):
        entry = bank.make_entry(code=f"CCHC-{order:03}", category=category, owner_unit=province)
        bank.make_question(entry=entry, competency=competency, author=author, reviewer=reviewer, type=kind, level=level)
    for order, level in enumerate((1, 2), start=1):
        count = sum(one == level for _kind, one in QUESTIONS)
        bank.make_slot(
            section=section, order=order, competency=competency, level_from=level, level_to=level, count=count
        )
    return exam


def _certification(province: OrganizationUnit, module: ModulePage) -> None:
    UnitProfile.objects.create(
        unit=province,
        governing_line="",
        issuing_line="Ủy ban nhân dân tỉnh Sơn Lâm",
        place_name="Sơn Lâm",
        abbreviation="UBND",
        signing_lines=["TL. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"],
        signatory="Phạm Thị Hòa",
        valid_from=LONG_AGO,
    )
    Certification.objects.create(
        code="CC",
        title=COURSE,
        paper_title="Giấy chứng nhận",
        exam_code="CCHC",
        module_uid=module.module_uid,
        validity_months=24,
        issues_automatically=True,
        issuing_unit=province,
        owner_unit=province,
        series="CC",
        register_pattern="{number}/{year}/GCN-{unit}",
        duration_text="20 phút",
    )
