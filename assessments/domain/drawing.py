"""Drawing a paper: which questions, in which order, under which aliases, from a seed and a date.

Same seed, rules, date and state of the bank: same paper. The order in which the pool is given does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.domain.blueprint import DrawRules, PoolItem, SlotRule
from assessments.domain.filling import Wish, fill
from assessments.domain.paper import Paper, PaperSection, PaperSlot
from assessments.domain.questions.registry import question_type
from core.errors import DomainError
from core.sampling import Sampler


@dataclass(frozen=True, slots=True)
class Shortage:
    """A slot of the blueprint that the bank cannot fill. Section and slot are counted from 1, as people do."""

    section: int
    slot: int
    wanted: int
    available: int


class BankTooSmall(DomainError):
    """No paper can be drawn. Params: `section`, `slot` (counted from 1), `wanted`, `available`."""

    code = "bank_too_small"

    def __init__(self, shortage: Shortage) -> None:
        super().__init__(
            section=shortage.section, slot=shortage.slot, wanted=shortage.wanted, available=shortage.available
        )
        self.shortage = shortage


def draw(rules: DrawRules, pool: Iterable[PoolItem], *, seed: str, on: date) -> Paper:
    """Return the paper that a seed draws on a civil day.

    No entry stands in a paper twice. If the blueprint can be filled at all, it is filled.

    Raises:
        BankTooSmall: the first slot for which the bank does not suffice.
    """
    sampler = Sampler(seed)
    chosen = _choose(rules, pool, on, sampler.child("questions"))
    if shortages := _shortages(rules, chosen):
        raise BankTooSmall(shortages[0])
    sections = tuple(PaperSection(section.title) for section in rules.sections)
    placed = _placed(rules, chosen, sampler)
    slots = (
        _slot(number, section, rule, item, sampler) for number, (section, rule, item) in enumerate(placed, start=1)
    )
    return Paper(sections, tuple(slots))


def check_blueprint(rules: DrawRules, pool: Iterable[PoolItem], *, on: date) -> list[Shortage]:
    """Return what is missing to draw papers on a civil day; empty when every slot can be filled.

    Slots that compete for the same questions are counted together: `available` is what is left for a slot when the
    more constrained ones have been served.
    """
    return _shortages(rules, _choose(rules, pool, on, Sampler("")))


def _choose(rules: DrawRules, pool: Iterable[PoolItem], on: date, sampler: Sampler) -> list[list[PoolItem]]:
    """Return the questions of each slot rule, in the order of the rules; fewer than wanted where the bank is small."""
    drawable = sorted((item for item in pool if item.is_drawable(on)), key=_identity)
    offers = [_offer(rule, drawable) for _, _, rule in rules.slots()]
    # One order of preference for all rules: each is served from its front, so each gets a random choice.
    preferred = sampler.shuffled(list(dict.fromkeys(item.entry_id for item in drawable)))
    wishes = [
        Wish(rule.count, [entry for entry in preferred if entry in offer])
        for (_, _, rule), offer in zip(rules.slots(), offers, strict=True)
    ]
    return [[offer[entry] for entry in entries] for offer, entries in zip(offers, fill(wishes), strict=True)]


def _offer(rule: SlotRule, drawable: Sequence[PoolItem]) -> Mapping[int, PoolItem]:
    """Return the questions that a rule admits by entry; of several versions the newest, which is sorted last."""
    return {item.entry_id: item for item in drawable if rule.admits(item)}


def _shortages(rules: DrawRules, chosen: Sequence[Sequence[PoolItem]]) -> list[Shortage]:
    return [
        Shortage(section + 1, slot + 1, rule.count, len(items))
        for (section, slot, rule), items in zip(rules.slots(), chosen, strict=True)
        if len(items) < rule.count
    ]


def _placed(
    rules: DrawRules, chosen: Sequence[Sequence[PoolItem]], sampler: Sampler
) -> list[tuple[int, SlotRule, PoolItem]]:
    """Return section, rule and question of each place of the paper, shuffled within the sections that ask for it."""
    by_section: list[list[tuple[int, SlotRule, PoolItem]]] = [[] for _ in rules.sections]
    for (section, _, rule), items in zip(rules.slots(), chosen, strict=True):
        by_section[section] += [(section, rule, item) for item in items]
    for section, section_rule in enumerate(rules.sections):
        if section_rule.shuffles:
            by_section[section] = sampler.child(f"section {section}").shuffled(by_section[section])
    return [place for section_places in by_section for place in section_places]


def _slot(number: int, section: int, rule: SlotRule, item: PoolItem, sampler: Sampler) -> PaperSlot:
    kind = question_type(item.type)
    return PaperSlot(
        slot=number,
        section=section,
        question=item.question_id,
        sha=item.sha,
        type=item.type,
        competency=item.competency,
        level=item.level,
        max_mark=rule.max_mark,
        layout=kind.layout(kind.parse_body(item.body), sampler.child(f"slot {number}")),
    )


def _identity(item: PoolItem) -> tuple[int, int]:
    return item.entry_id, item.question_id
