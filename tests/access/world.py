"""Two communes below a province, an account per role in the first, and something of everybody's to reach for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from wagtail.models import Site

from assessments.models import Attempt
from certificates.domain.codes import RANDOM_BYTES, new_code
from certificates.models import Certificate, CertificateEvent, Certification
from cms.models import StandardPage
from core.canonical import sha256_hex
from core.models import User
from organization.models import OrganizationUnit, Position, Role, StaffMember
from tests.factories import training
from tests.factories.attempts import World as ExamWorld
from tests.factories.attempts import make_attempt, make_examinee, make_world
from tests.factories.legal import make_document
from tests.factories.organization import grant, make_unit

OWN, OTHER = "own", "other"
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LEARNER = "learner_without_grant"


@dataclass(frozen=True)
class Reachable:
    """What belongs to one person of a unit."""

    staff: StaffMember
    unit: OrganizationUnit
    running: Attempt
    sealed: Attempt
    certificate: Certificate


@dataclass(frozen=True)
class AccessWorld:
    """Accounts by role, and the objects of the own and of the other unit."""

    accounts: dict[str, User]
    things: dict[str, Reachable]
    exam_code: str
    modules: dict[str, str]
    document_uid: UUID


def make_access_world() -> AccessWorld:
    """Write the world; every account belongs to a person posted in the own unit."""
    province = make_unit(code="TINH", kind=OrganizationUnit.Kind.PROVINCE)
    exam = make_world()
    own, other = exam.unit, make_unit(code="XA-2", name="Xã Lân Cận", parent=province)
    own.placements.update(parent=province)
    accounts = {LEARNER: make_examinee(unit=own, position=exam.position, username=LEARNER)[1]}
    for role in Role:
        _staff, accounts[role.value] = make_examinee(unit=own, position=exam.position, username=role.value)
        grant(user=accounts[role.value], role=role, unit=own)
    certification = _certification(own)
    things = {
        OWN: _reachable(exam, own, certification, "cua-minh", 1),
        OTHER: _reachable(exam, other, certification, "don-vi-khac", 2),
    }
    modules = _pages(own, other)
    return AccessWorld(
        accounts=accounts,
        things=things,
        exam_code=exam.exam.code,
        modules=modules,
        document_uid=make_document(number="154/2026/NĐ-CP").uid,
    )


def _certification(unit: OrganizationUnit) -> Certification:
    return Certification.objects.create(
        code="CC",
        title="Kiểm soát thủ tục hành chính",
        paper_title="Giấy chứng nhận",
        issuing_unit=unit,
        owner_unit=unit,
        series="CC",
        register_pattern="{number}/{year}/GCN",
    )


def _reachable(
    exam: ExamWorld, unit: OrganizationUnit, certification: Certification, username: str, number: int
) -> Reachable:
    staff, _user = make_examinee(unit=unit, position=exam.position, username=username)
    return Reachable(
        staff=staff,
        unit=unit,
        running=make_attempt(exam, staff=staff, number=2),
        sealed=make_attempt(
            exam,
            staff=staff,
            state=Attempt.State.SEALED,
            sealed_at=AT,
            sealed_by=Attempt.SealedBy.CANDIDATE,
            receipt="0" * 64,
        ),
        certificate=_certificate(certification, staff, unit, exam.position, number),
    )


def _certificate(
    certification: Certification, staff: StaffMember, unit: OrganizationUnit, position: Position, number: int
) -> Certificate:
    paper = b"%PDF-1.7 for the access matrix"
    certificate = Certificate.objects.create(
        verify_code=new_code(bytes([number]) * RANDOM_BYTES),
        certification=certification,
        staff=staff,
        source_kind="attempt",
        source_key=str(number),
        issuing_unit=certification.issuing_unit,
        holder_unit=unit,
        serial_no=str(number),
        register_no=str(number),
        issued_on=date(2026, 11, 20),
        file=storages["private"].save("giay-chung-nhan/thu.pdf", ContentFile(paper)),
        file_sha256=sha256_hex(paper),
        created_at=AT,
    )
    CertificateEvent.objects.create(
        certificate=certificate,
        kind=CertificateEvent.Kind.ISSUED,
        by=None,
        at=AT,
        effective_on=date(2026, 11, 20),
    )
    return certificate


def _pages(own: OrganizationUnit, other: OrganizationUnit) -> dict[str, str]:
    """Pages, and the code of a module of each unit that is not shared with units below."""
    home = training.make_home()
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    home.add_child(instance=StandardPage(title="Hướng dẫn", slug="huong-dan", live=True))
    index, modules = training.make_index(home=home), {OWN: "KSTTHC", OTHER: "NVMC"}
    for side, unit in ((OWN, own), (OTHER, other)):
        page = training.make_module_page(index=index, code=modules[side], owner_unit=unit, shared_down=False)
        training.make_edition(page=page)
    return modules
