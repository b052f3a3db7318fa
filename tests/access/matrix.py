"""What each address of ours answers to each role, for things of the own and of another unit.

An address without a row fails the build. Answers: a status, or LOGIN for the way to the sign-in page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from organization.models import Role
from tests.access.world import LEARNER, OWN, AccessWorld

LOGIN = "login"
ANONYMOUS = "anonymous"
ROLES = (ANONYMOUS, LEARNER, *(role.value for role in Role))
SEES_PEOPLE = frozenset(
    {
        Role.UNIT_CONTACT.value,
        Role.UNIT_HEAD.value,
        Role.TRAINING_OFFICER.value,
        Role.CERTIFICATE_OFFICER.value,
        Role.INSPECTOR.value,
    }
)
READS_REPORTS = SEES_PEOPLE - {Role.CERTIFICATE_OFFICER.value}

Answer = int | str
Expect = Callable[[str, str], Answer]
Arguments = Callable[[AccessWorld, str], Mapping[str, Any]]


def everybody(answer: Answer) -> Expect:
    """The same for whoever asks."""
    return lambda role, side: answer


def signed_in(answer: Answer) -> Expect:
    """A visitor is led to the sign-in page."""
    return lambda role, side: LOGIN if role == ANONYMOUS else answer


def of_modules(seen: Answer) -> Expect:
    """Something of a module: open to everybody of the unit it belongs to, and not there for everybody else."""

    def expect(role: str, side: str) -> Answer:
        if role == ANONYMOUS:
            return LOGIN
        return seen if side == OWN else 404

    return expect


def of_people(seen: Answer = 200) -> Expect:
    """Something of one person: seen by those who lead the unit, and not there for everybody else."""

    def expect(role: str, side: str) -> Answer:
        if role == ANONYMOUS:
            return LOGIN
        return seen if role in SEES_PEOPLE and side == OWN else 404

    return expect


def of_units(role: str, side: str) -> Answer:
    """A report: for those who read reports of the own unit; other units are not there for them."""
    if role == ANONYMOUS:
        return LOGIN
    if role not in READS_REPORTS:
        return 403
    return 200 if side == OWN else 404


def nothing(world: AccessWorld, side: str) -> Mapping[str, Any]:
    """No arguments."""
    return {}


@dataclass(frozen=True, slots=True)
class Row:
    """One address: what to ask and what to expect. `query` is put behind the address."""

    expect: Expect
    arguments: Arguments = nothing
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)
    query: Arguments = nothing


def _module(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"code": world.modules[side]}


def _lesson(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"code": world.modules[side], "key": "bai-1"}


def _exam(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"code": world.exam_code}


def _running(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"uid": world.things[side].running.uid}


def _sealed(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"uid": world.things[side].sealed.uid}


def _certificate(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"uid": world.things[side].certificate.uid}


def _person(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"uid": world.things[side].staff.uid}


def _unit(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"unit": world.things[side].unit.code}


def _document(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"uid": world.document_uid}


def _code(world: AccessWorld, side: str) -> Mapping[str, Any]:
    return {"code": world.things[side].certificate.verify_code}


def _sign_in(role: str, side: str) -> Answer:
    return 200 if role == ANONYMOUS else 302


MATRIX: dict[str, Row] = {
    "home": Row(everybody(200)),
    "sign_in": Row(_sign_in),
    "sign_out": Row(everybody(302), method="post"),
    "password_change": Row(signed_in(200)),
    "display_settings": Row(everybody(302), method="post", data={"theme": "dark"}),
    "healthz": Row(everybody(200)),
    "readyz": Row(everybody(200)),
    "admin_closed": Row(signed_in(403)),
    "learner_home": Row(signed_in(200)),
    "module_index": Row(signed_in(200)),
    "module_detail": Row(of_modules(200), _module),
    "module_start": Row(of_modules(302), _module, method="post"),
    "lesson": Row(of_modules(200), _lesson),
    "lesson_complete": Row(of_modules(302), _lesson, method="post"),
    # The counter knows tokens, not sessions: without one nobody is let in.
    "attempt_answers": Row(everybody(401), _running, method="put"),
    "attempt_heartbeat": Row(everybody(401), _running, method="post"),
    "attempt_submit": Row(everybody(401), _running, method="post"),
    # Nobody looks over the shoulder of somebody at work.
    "attempt_page": Row(signed_in(404), _running),
    "attempt_form_submit": Row(signed_in(404), _running, method="post"),
    "attempt_receipt": Row(signed_in(404), _sealed),
    "attempt_result": Row(of_people(), _sealed),
    "exam_intro": Row(signed_in(200), _exam),
    "attempt_start": Row(
        signed_in(302), _exam, method="post", data={"start_key": "2f1c3a52-0d5e-4b8f-9a51-1f6f3f1d7b11"}
    ),
    "result_list": Row(signed_in(200)),
    "own_profile": Row(signed_in(200)),
    "person_profile": Row(of_people(), _person),
    "certificate_list": Row(signed_in(200)),
    "certificate_detail": Row(of_people(), _certificate),
    "certificate_pdf": Row(of_people(), _certificate),
    "certificate_verify_search": Row(everybody(200)),
    "certificate_verify": Row(everybody(200), _code),
    "unit_report": Row(of_units, query=_unit),
    "unit_report_json": Row(of_units, query=_unit),
    "unit_report_pdf": Row(of_units, query=_unit),
    "legal_document_list": Row(everybody(200)),
    "legal_document_detail": Row(everybody(200), _document),
    "wagtail_serve": Row(everybody(200), lambda world, side: {"wagtail_path": "huong-dan/"}),
}
