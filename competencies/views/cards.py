"""A profile in the words and shapes of docs/screens.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.domain.gaps import Gap, GapState
from competencies.domain.levels import LevelCheck, LevelRule, Verdict
from competencies.domain.standing import Weight
from competencies.selectors import Profile, Proof
from core.vietnamese.formatting import number

_STATES = {
    GapState.ABOVE: "more",
    GapState.MET: "met",
    GapState.UNASSESSED: "none",
    GapState.NOT_REQUIRED: "na",
}
_ROLES = {
    Weight.DECIDES: "decides",
    Weight.LOWER: "supports",
    Weight.OLDER: "supports",
    Weight.NO_LEVEL: "reference",
    Weight.NOT_YET: "reference",
    Weight.EXPIRED: "past",
    Weight.WITHDRAWN: "past",
}
# How near a level came: of several that failed the nearest is worth telling.
_NEARNESS = (Verdict.TOO_FEW_ITEMS, Verdict.TOO_FEW_AT_LEVEL, Verdict.TOO_FEW_MARKS)


@dataclass(frozen=True, slots=True)
class RowCard:
    """One competency of the table."""

    code: str
    name: str
    url: str
    held: int | None
    required: int | None
    state: str
    gap: int
    selected: bool


@dataclass(frozen=True, slots=True)
class ProofCard:
    """One proof of the timeline. `expires_on` stays away from a proof that was withdrawn: it did not expire."""

    title: str
    on: date
    text: str
    role: str
    level: int | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class ReasonsCard:
    """Why this level."""

    name: str
    held: int | None
    required: int | None
    knowledge: int | None
    conduct: int | None
    rule: str
    rule_note: str
    evidence: tuple[ProofCard, ...]


def row_cards(profile: Profile, address_of: Callable[[str], str]) -> list[RowCard]:
    """Return the rows of the table."""
    chosen = profile.reasons.line.code if profile.reasons else None
    return [
        RowCard(
            code=line.code,
            name=line.name,
            url=address_of(line.code),
            held=line.gap.held,
            required=line.gap.required,
            state=cell_state(line.gap),
            gap=line.gap.short_by,
            selected=line.code == chosen,
        )
        for line in profile.lines
    ]


def cell_state(gap: Gap) -> str:
    """Return the word under which a gap is drawn."""
    if gap.state is GapState.SHORT:
        return "gap1" if gap.short_by == 1 else "gap2"
    return _STATES[gap.state]


def reasons_card(profile: Profile) -> ReasonsCard | None:
    """Return the explanation of the chosen competency."""
    reasons = profile.reasons
    if reasons is None:
        return None
    return ReasonsCard(
        name=reasons.line.name,
        held=reasons.line.gap.held,
        required=reasons.line.gap.required,
        knowledge=reasons.knowledge,
        conduct=reasons.conduct,
        rule=rule_sentence(profile.rule) if profile.rule else "",
        rule_note=_("The best valid proof decides; a later, lower result takes nothing away."),
        evidence=tuple(map(_proof_card, reasons.proofs)),
    )


def rule_sentence(rule: LevelRule) -> str:
    """Return the level rule in words."""
    sentence = _(
        "A knowledge test proves the highest level for which its paper holds at least %(up_to)s questions of that "
        "level or lower, at least %(at)s of them of that level, and at least %(percent)s%% of the marks of these "
        "questions were won."
    )
    figures = {"up_to": rule.min_items_up_to, "at": rule.min_items_at, "percent": number(rule.min_fraction * 100, 2)}
    return sentence % figures


def _proof_card(proof: Proof) -> ProofCard:
    withdrawn = proof.weight is Weight.WITHDRAWN
    parts = [_withdrawn() if withdrawn else "", _finding(proof), _where(proof)]
    return ProofCard(
        title=proof.title,
        on=proof.observed_on,
        text=" ".join(part for part in parts if part),
        role=_ROLES[proof.weight],
        level=proof.level,
        expires_on=None if withdrawn else proof.expires_on,
    )


def _withdrawn() -> str:
    return _("Withdrawn.")


def _where(proof: Proof) -> str:
    return _("Earned in %(unit)s.") % {"unit": proof.unit_name} if proof.unit_name else ""


def _finding(proof: Proof) -> str:
    """Return what the test showed: the figures of the level it proved, else why it proved none."""
    checks = proof.checks()
    if not checks:
        return _("Level %(level)s.") % {"level": proof.level} if proof.level else ""
    if proof.level:
        return _figures(checks[proof.level - 1])
    failed = [check for check in checks if check.verdict in _NEARNESS]
    if not failed:
        return ""
    nearest = max(failed, key=lambda check: (_NEARNESS.index(check.verdict), -check.level))
    return f"{_figures(nearest)} {_shortcoming(nearest, proof)}"


def _figures(check: LevelCheck) -> str:
    questions = ngettext(
        "%(count)s question up to level %(level)s", "%(count)s questions up to level %(level)s", check.items_up_to
    )
    share = check.mark / check.maximum * 100 if check.maximum else Decimal(0)
    counted = questions % {"count": check.items_up_to, "level": check.level}
    return _("%(questions)s, %(percent)s%% of the marks.") % {"questions": counted, "percent": number(share, 1)}


def _shortcoming(check: LevelCheck, proof: Proof) -> str:
    rule = proof.rule
    if rule is None or check.verdict is Verdict.TOO_FEW_MARKS:
        return _("Not enough ground for a level: too few marks.")
    if check.verdict is Verdict.TOO_FEW_ITEMS:
        return _("Not enough ground for a level: fewer than %(least)s questions.") % {"least": rule.min_items_up_to}
    return _("Not enough ground for a level: fewer than %(least)s questions of level %(level)s.") % {
        "least": rule.min_items_at,
        "level": check.level,
    }
