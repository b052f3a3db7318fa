"""What happens in the demo, scene by scene, in the order of the days on which it happened.

Law and the reorganisation keep their days; what people did is told in days before the last day (`years`). Scenes look
up what exists on their own day (units, published exam, certifications), so that the story is true for any last day.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import pgettext_lazy

from config.demo import accounts, bank, certification, letterheads, pages, staffing, structure
from config.demo.days import REORGANISED_ON, SET_UP_ON, Timetable, moment
from config.demo.history import incidents
from config.demo.history.duties import latest_edition
from config.demo.history.years import Years
from config.demo.roster import people
from config.demo.scenes import Scene

MODULE_ON = date(2026, 7, 6)
_LISTED_ON = REORGANISED_ON - timedelta(days=5)


def scenes(timetable: Timetable) -> list[Scene]:
    """Return all scenes in the order in which they happen."""
    return sorted([*_founding(), *_reorganisation(), *_exam_and_site(), *Years(timetable).scenes()], key=_day)


def _founding() -> list[Scene]:
    return [
        Scene(SET_UP_ON, pgettext_lazy("step of the demo", "Units as of 2023"), structure.found_units),
        Scene(SET_UP_ON, pgettext_lazy("step of the demo", "Positions"), structure.add_positions),
        Scene(
            SET_UP_ON, pgettext_lazy("step of the demo", "Staff list of 2023 from Excel"), staffing.import_first_list
        ),
        Scene(
            SET_UP_ON, pgettext_lazy("step of the demo", "Accounts of the province"), lambda: _open_accounts(SET_UP_ON)
        ),
        Scene(SET_UP_ON, pgettext_lazy("step of the demo", "Letterheads"), lambda: letterheads.add_profiles(SET_UP_ON)),
        Scene(
            bank.LAW_ON,
            pgettext_lazy("step of the demo", "Register of law and competency framework"),
            bank.enter_law_and_framework,
        ),
        Scene(
            bank.BANK_ON,
            pgettext_lazy("step of the demo", "Questions, first part"),
            lambda: bank.enter_questions(bank.BANK_ON),
        ),
        Scene(
            bank.FIRST_VERSION_ON, pgettext_lazy("step of the demo", "Exam, first version"), bank.publish_first_version
        ),
        Scene(
            bank.FIRST_VERSION_ON,
            pgettext_lazy("step of the demo", "Certificates of the district"),
            certification.offer_certificate_of_district,
        ),
    ]


def _reorganisation() -> list[Scene]:
    return [
        Scene(
            _LISTED_ON, pgettext_lazy("step of the demo", "Communes and wards from 01/07/2025"), structure.add_new_units
        ),
        Scene(
            _LISTED_ON,
            pgettext_lazy("step of the demo", "Staff list of 01/07/2025 from Excel"),
            staffing.import_second_list,
        ),
        Scene(
            REORGANISED_ON, pgettext_lazy("step of the demo", "Merging, splitting, dissolving"), structure.reorganise
        ),
        Scene(REORGANISED_ON, pgettext_lazy("step of the demo", "Positions that ended"), structure.end_positions),
        Scene(
            REORGANISED_ON,
            pgettext_lazy("step of the demo", "Accounts of the communes"),
            lambda: _open_accounts(REORGANISED_ON),
        ),
        Scene(
            REORGANISED_ON,
            pgettext_lazy("step of the demo", "Letterheads of the communes"),
            lambda: letterheads.add_profiles(REORGANISED_ON),
        ),
        Scene(
            REORGANISED_ON,
            pgettext_lazy("step of the demo", "Certificates of the department"),
            certification.offer_certificate_of_province,
        ),
        Scene(incidents.TRANSFERS_ON, pgettext_lazy("step of the demo", "Transfers"), incidents.transfer_people),
    ]


def _exam_and_site() -> list[Scene]:
    of_2025, of_2026 = bank.BANK_OF_2025_ON, bank.BANK_OF_2026_ON
    return [
        Scene(
            of_2025,
            pgettext_lazy("step of the demo", "Questions on the law of 2025"),
            lambda: bank.enter_questions(of_2025),
        ),
        Scene(MODULE_ON, pgettext_lazy("step of the demo", "Site, help and module"), _open_site),
        Scene(
            of_2026,
            pgettext_lazy("step of the demo", "Questions on the law of 2026"),
            lambda: bank.enter_questions(of_2026),
        ),
        Scene(
            bank.SECOND_VERSION_ON,
            pgettext_lazy("step of the demo", "Exam, second version"),
            _ask_for_module,
        ),
    ]


def _open_site() -> int:
    editor, approver = accounts.account("bientap"), accounts.account("duyetnoidung")
    pages.build_site(editor=editor, at=moment(MODULE_ON, 9))
    owner = structure.unit("SL")
    edition = pages.add_module(owner=owner, editor=editor, approver=approver, at=moment(MODULE_ON, 14))
    return len(edition.lessons)


def _ask_for_module() -> int:
    """From the second version on the exam, and so its certificate, asks for the module."""
    module_uid = latest_edition().module_uid
    certification.name_module(module_uid)
    return bank.publish_second_version(module_uid)


def _open_accounts(day: date) -> int:
    codes = {person.account: person.code for person in people() if person.account}
    return accounts.open_accounts(day, codes, at=moment(day, 10))


def _day(scene: Scene) -> date:
    return scene.on
