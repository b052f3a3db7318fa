"""How long the papers take, and how their cost grows: `.venv/bin/python -m bench.papers`.

CPU time, since the machine may be busy with other things. Nothing is asserted: figures are for comparison.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from certificates.rendering import render_certificate
from certificates.rendering.paper import TEMPLATE, press_certificate
from certificates.rendering.printed import printed
from certificates.rendering.typeset import typeset_certificate
from reports.rendering import render_unit_report
from tests.certificates.rendering.facts import facts_with
from tests.reports.rendering.papers import paper_of_size

CERTIFICATES = 300
TYPESET = 10


def main() -> None:
    certificates()
    reports()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def certificates() -> None:
    facts = [
        facts_with(holder_name=f"Lương Thị Bích Hường {'ABCDEF'[i % 6]}", serial_no=f"TG-{i:07}")
        for i in range(CERTIFICATES)
    ]
    first = milliseconds(lambda: render_certificate(facts[0]))
    pressed = milliseconds(lambda: [press_certificate(one, printed(one), TEMPLATE) for one in facts]) / CERTIFICATES
    typeset = (
        milliseconds(lambda: [typeset_certificate(one, printed(one), TEMPLATE) for one in facts[:TYPESET]]) / TYPESET
    )
    print(f"certificate, first of the process   {first:8.0f} ms")
    print(f"certificate, pressed                {pressed:8.1f} ms, {len(render_certificate(facts[0])) / 1000:.1f} kB")
    print(f"certificate, typeset                {typeset:8.1f} ms = {typeset / pressed:.0f} × pressed")


def reports() -> None:
    render_unit_report(paper_of_size(1))
    base = 0.0
    for people in (1, 15, 300, 2000):
        paper = paper_of_size(people)
        spent = milliseconds(lambda paper=paper: render_unit_report(paper))
        base = base or spent
        each = (spent - base) / max(1, people - 1)
        size = len(render_unit_report(paper)) / 1000
        print(f"report of {people:5} people              {spent:8.0f} ms = {spent / base:.2f} × one person, ", end="")
        print(f"{each:.2f} ms a person more, {size:.0f} kB")


def milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
