"""Two years told in days before the last one: sessions, duties, study, news, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from assessments.models import ExamSession
from config.demo import pages
from config.demo.accounts import account
from config.demo.days import Timetable, moment
from config.demo.history import duties, incidents, rounds, study
from config.demo.history.calling import Round
from config.demo.history.duties import Duty, latest_edition
from config.demo.history.study import Reading
from config.demo.scenes import Scene

_COMMUNES = ("DM", "KR", "NL", "PSH", "PVS")
# The district while it lives, then what became of it.
_DISTRICT = ("VS", *_COMMUNES)
_EVERYBODY = (*_DISTRICT, "SL.TTPVHCC")
_DESK = ("DM.TTPVHCC",)
_TITLE = "Kiểm soát và công khai thủ tục hành chính"


def _plan(number: str) -> str:
    return f"Kế hoạch số {number} (minh họa)"


_ROUNDS = (
    Round(728, _DISTRICT, 460, basis=_plan("212/KH-UBND")),
    Round(560, _DISTRICT, 420, basis=_plan("96/KH-UBND")),
    Round(378, _EVERYBODY, 330, basis=_plan("118/KH-SNV")),
    Round(196, _EVERYBODY, 260, basis=_plan("54/KH-SNV")),
    Round(77, _COMMUNES[1:], 820, basis=_plan("131/KH-SNV")),
    Round(14, _EVERYBODY, 560, working_days=8, open_until=18, basis=_plan("150/KH-SNV")),
)
_DUTIES = (
    Duty(105, 24, _COMMUNES[1:], True, _TITLE, _plan("131/KH-SNV")),
    Duty(60, 11, ("DM",), False, _TITLE, _plan("140/KH-SNV")),
    Duty(60, 11, ("DM.VP", "DM.KT", "DM.VHXH"), True, _TITLE, _plan("140/KH-SNV")),
    # What the demo's learner has before her: due in a week.
    Duty(17, -7, _DESK, True, _TITLE, _plan("150/KH-SNV")),
)
_READINGS = (Reading(103, 86, 480, 90), Reading(58, 22, 480, 140), Reading(4, 1, 250, 350, _DESK))
_DECLARED_VOID, _REISSUED = (310, 378), (150, 196)


@dataclass(slots=True)
class Years:
    """The moving part of the story. Sessions are remembered by how many days before the last one they open."""

    timetable: Timetable
    _sessions: dict[int, ExamSession] = field(default_factory=dict)

    def scenes(self) -> list[Scene]:
        """Return the scenes, in no order of days."""
        return [
            *(scene for plan in _ROUNDS for scene in self._round(plan)),
            *(self._duty(duty) for duty in _DUTIES),
            *(self._reading(plan) for plan in _READINGS),
            *(self._news(number, days) for number, days in enumerate(pages.news_days())),
            self._incident(
                _DECLARED_VOID, pgettext_lazy("step of the demo", "An attempt declared void"), incidents.uncover
            ),
            self._incident(
                _REISSUED, pgettext_lazy("step of the demo", "A certificate reissued"), incidents.correct_birth
            ),
        ]

    def _round(self, plan: Round) -> list[Scene]:
        def announce() -> int:
            self._sessions[plan.days_before] = rounds.announce(plan, self.timetable)
            return self._sessions[plan.days_before].candidates.count()

        def hold() -> int:
            return rounds.hold(plan, self._sessions[plan.days_before], self.timetable)

        first = self.timetable.before(plan.days_before)
        return [
            Scene(
                first - rounds.NOTICE,
                pgettext_lazy("step of the demo", "Exam session announced, people called"),
                announce,
            ),
            Scene(first, pgettext_lazy("step of the demo", "Exam session held, attempts"), hold),
        ]

    def _duty(self, duty: Duty) -> Scene:
        return Scene(
            self.timetable.before(duty.given_before),
            pgettext_lazy("step of the demo", "Module given as a duty"),
            lambda: duties.give(duty, self.timetable, latest_edition()),
        )

    def _reading(self, plan: Reading) -> Scene:
        return Scene(
            self.timetable.before(plan.from_before),
            pgettext_lazy("step of the demo", "Module studied and completed"),
            lambda: study.read(plan, self.timetable, latest_edition()),
        )

    def _news(self, number: int, days_before: int) -> Scene:
        day = self.timetable.before(days_before)

        def publish() -> int:
            pages.add_news(number, editor=account("bientap"), at=moment(day, 10))
            return 1

        return Scene(day, pgettext_lazy("step of the demo", "News"), publish)

    def _incident(self, days: tuple[int, int], name: str | Promise, act: Callable[[ExamSession, date], int]) -> Scene:
        on, session = days
        day = self.timetable.before(on)
        return Scene(day, name, lambda: act(self._sessions[session], day))
