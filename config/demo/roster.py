"""Three hundred invented people, and where each stood before and after 01/07/2025."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from config.demo.files import data
from core.sampling import Sampler

Post = tuple[str, str]  # code of the unit, code of the position

_SEED = "Sơn Lâm"


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the staff lists. A `before` or `after` of None: not there at that time.

    `carried` people are missing in the list of 01/07/2025: the reorganisation itself hands them on to the heir.
    """

    code: str
    name: str
    gender: str
    birth: str
    before: Post | None
    after: Post | None
    carried: bool = False
    account: str = ""


@cache
def people() -> tuple[Person, ...]:
    """Return everybody, by personnel code; always the same people."""
    plan = data("people")
    stock = _Names(Sampler(_SEED))
    old = _expand(plan["before"])
    fixed = list(plan["fixed"])
    before = _taken(old, (line for line in fixed if line["before"] is not None), "before")
    seats = _seats(plan, before)
    rows: list[dict[str, Any]] = []
    for line in fixed:
        first, second = line["before"], line["after"]
        rows.append({**line, "before": first, "after": first if second == "same" else second})
    rows += [stock.person(first_year=1966, years=30) | {"before": post} for post in before]
    _place(rows, seats, plan)
    rows += [stock.person(first_year=1986, years=17) | {"before": None, "after": post} for post in seats]
    return tuple(_person(number, row) for number, row in enumerate(rows, start=1))


def _seats(plan: Mapping[str, Any], before: list[Post]) -> list[Post]:
    """Return the posts of 01/07/2025 that nobody of the fixed people holds, the province's unchanged ones left out."""
    changed = [line for line in plan["fixed"] if line["after"] not in (None, "same")]
    return _taken(_expand(plan["after"]), changed, "after")


def _place(rows: list[dict[str, Any]], seats: list[Post], plan: Mapping[str, Any]) -> None:
    """Give every old hand a new post, let the oldest retire, and take what is filled out of `seats`."""
    ended = [row for row in rows if row.get("after") is None and row["before"][0].startswith("VS")]
    for row in rows:
        if "after" not in row and not row["before"][0].startswith("VS"):
            row["after"] = row["before"]
    carried = [row for row in ended if row["before"][1] == plan["carried_position"]]
    for row in carried:
        row["carried"] = True
    staying = [row for row in ended if "carried" not in row]
    retired = sorted(staying, key=lambda row: row["birth"][-4:])[: plan["retired"]]
    staying = [row for row in staying if row not in retired]
    order = {line["code"]: line["order"] for line in data("positions")["positions"]}
    for target, sources in plan["feeders"].items():
        own = [row for row in staying if row["before"][0] in sources]
        own.sort(key=lambda row: order[row["before"][1]])
        free = [seat for seat in seats if seat[0].split(".")[0] == target]
        free.sort(key=lambda seat: order[seat[1]])
        for row, seat in zip(own, free, strict=False):
            row["after"] = seat
            seats.remove(seat)


class _Names:
    """Draws names of the peoples who live in such a province."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler
        self._stocks = [stock for stock in data("people")["stocks"] for _ in range(stock["weight"])]
        self._used: defaultdict[str, int] = defaultdict(int)

    def person(self, *, first_year: int, years: int) -> dict[str, Any]:
        """Return name, gender and birth date of somebody new; a name occurs at most twice."""
        draw = self._sampler
        while True:
            gender = draw.choice(("nam", "nu"))
            stock = draw.choice(self._stocks)
            parts = (stock["families"], stock["middle"][gender], stock["given"][gender])
            name = " ".join(draw.choice(part) for part in parts)
            self._used[name] += 1
            if self._used[name] <= 2:
                return {"name": name, "gender": gender, "birth": self._birth(first_year, years)}

    def _birth(self, first_year: int, years: int) -> str:
        draw = self._sampler
        year, month, day = first_year + draw.below(years), 1 + draw.below(12), 1 + draw.below(28)
        # Old lists know some people's year alone.
        return str(year) if draw.below(12) == 0 else f"{day:02}/{month:02}/{year}"


def _expand(lines: Iterable[Mapping[str, Any]]) -> list[Post]:
    return list(_posts(lines))


def _posts(lines: Iterable[Mapping[str, Any]]) -> Iterator[Post]:
    for line in lines:
        for unit in line["units"]:
            for position, count in line["posts"]:
                yield from [(unit, position)] * count


def _taken(posts: list[Post], lines: Iterable[Mapping[str, Any]], column: str) -> list[Post]:
    """Return the posts that the people of `lines` leave free."""
    free = list(posts)
    for line in lines:
        free.remove(tuple(line[column]))
    return free


def _person(number: int, row: Mapping[str, Any]) -> Person:
    first, second = row["before"], row.get("after")
    return Person(
        code=f"SL{number:04}",
        name=row["name"],
        gender=row["gender"],
        birth=row["birth"],
        before=tuple(first) if first else None,
        after=tuple(second) if second else None,
        carried=row.get("carried", False),
        account=row.get("account", ""),
    )
