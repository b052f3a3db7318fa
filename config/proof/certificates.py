"""Certificates: numbers without gaps, papers as they were stored, a log that can have happened."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.core.files.storage import Storage, storages

from assessments.models import Attempt
from assessments.services.finalize import SOURCE_KIND
from certificates.domain.numbering import read_pattern
from certificates.domain.states import Event, EventKind, allowed_next
from certificates.models import Certificate, SerialCounter
from certificates.services.issuing import SERIAL_PATTERN
from certificates.services.numbering import REGISTER, SERIAL
from config.proof.finding import BATCH, Finding, Tally, in_batches

_CHUNK = 64 * 1024


def prove_numbers(tally: Tally) -> Iterator[Finding]:
    """Within unit, series and year the numbers run from 1 to the last one given, each once; none lies outside."""
    serials: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    registers: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    issued = Certificate.objects.filter(issued_on__isnull=False).order_by("pk")
    columns = issued.values_list("issuing_unit_id", "issued_on__year", "serial_no", "register_no")
    for unit, year, serial, register in tally.each(columns.iterator(chunk_size=BATCH)):
        serials[unit, year].append(serial)
        registers[unit, year].append(register)
    for counter in SerialCounter.objects.select_related("unit").order_by("pk"):
        kind, _, name = counter.series.partition(":")
        numbers = {SERIAL: serials, REGISTER: registers}[kind][counter.unit_id, counter.year]
        pattern = SERIAL_PATTERN.replace("{series}", name) if kind == SERIAL else name
        found = sorted(_numbers(pattern, counter.year, numbers))
        if found != list(range(1, counter.last_number + 1)):
            yield Finding("certificate_numbers_not_gapless", f"{counter.unit.code} {counter.series} {counter.year}")
    for left in [*serials.values(), *registers.values()]:
        yield from (Finding("certificate_number_foreign", number) for number in left)


def prove_papers(tally: Tally) -> Iterator[Finding]:
    """Each issued certificate has its paper, byte for byte, and prints the numbers that the register has."""
    private = storages["private"]
    for row in tally.each(Certificate.objects.filter(issued_on__isnull=False).order_by("pk").iterator()):
        if _digest(private, row.file) != row.file_sha256:
            yield Finding("certificate_paper_changed", row.register_no)
        printed = (row.snapshot.get("serial_no"), row.snapshot.get("register_no"))
        if printed != (row.serial_no, row.register_no):
            yield Finding("certificate_snapshot_differs", row.register_no)


def prove_logs(tally: Tally) -> Iterator[Finding]:
    """What happened to a certificate can have happened in that order, and it was earned by a pass of its holder."""
    rows = Certificate.objects.prefetch_related("events").order_by("pk")
    for batch in in_batches(tally.each(rows.iterator(chunk_size=BATCH))):
        passes = _passes(batch)
        for row in batch:
            where = row.register_no or str(row.uid)
            if not _can_have_happened(row):
                yield Finding("certificate_log_impossible", where)
            if row.source_kind == SOURCE_KIND and passes.get(row.source_key) != row.staff_id:
                yield Finding("certificate_not_earned", where)


def _numbers(pattern: str, year: int, papers: list[str]) -> Iterator[int]:
    """Yield the numbers that papers of one series bear, taking these papers out of the list."""
    shape = re.compile(_shape(pattern, year))
    for paper in list(papers):
        match = shape.fullmatch(paper)
        if match is not None:
            papers.remove(paper)
            yield int(match["number"])


def _shape(pattern: str, year: int) -> str:
    shapes = {None: "", "year": str(year), "number": "(?P<number>[0-9]+)", "unit": ".+", "series": ".+"}
    return "".join(re.escape(text) + shapes[field] for text, field, _ in read_pattern(pattern).parts)


def _digest(storage: Storage, name: str) -> str:
    """Return the SHA-256 of a stored paper, "" when it is not there."""
    if not name or not storage.exists(name):
        return ""
    digest = hashlib.sha256()
    with storage.open(name) as paper:
        for chunk in paper.chunks(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _can_have_happened(row: Certificate) -> bool:
    before: list[Event] = []
    for event in row.events.all():
        kind = EventKind(event.kind)
        if kind not in allowed_next(before):
            return False
        before.append(Event(kind, event.effective_on))
    return (row.issued_on is not None) == any(event.kind is EventKind.ISSUED for event in before)


def _passes(certificates: Iterable[Certificate]) -> dict[str, int]:
    """Return who passed by which attempt, by the attempt's uid as hex."""
    keys = [UUID(row.source_key) for row in certificates if row.source_kind == SOURCE_KIND]
    rows = Attempt.objects.filter(uid__in=keys, gradings__number=1, gradings__passed=True)
    return {uid.hex: staff for uid, staff in rows.values_list("uid", "staff_id")}
