"""What happens without the examinee: sealing what is over, finishing what was left half done."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.db import Error as DatabaseError

from assessments.delivery import statements
from assessments.delivery.values import AttemptRow
from assessments.models import Attempt
from assessments.querysets import AttemptQuerySet
from assessments.services.sealing import finish, grade_sealed

# A submit that is under way finishes by itself; only what it left behind is taken up.
_LEFT_BEHIND = timedelta(seconds=5)

logger = logging.getLogger("thao.exam")


def sweep(*, limit: int = 200) -> int:
    """Seal attempts past deadline and grace, give receipts and marks to those left without; return how many.

    Several sweepers may run: an attempt is sealed by one of them, and finishing it twice writes the same once. One
    attempt that fails does not keep the others waiting.
    """
    sealed = statements.seal_overdue(limit)
    _each(sealed, finish, limit)
    return len(sealed) + _each(_without_receipt(), finish, limit) + _each(_without_marks(), grade_sealed, limit)


def _without_receipt() -> list[UUID]:
    rows = _sealed().filter(receipt="", sealed_at__lt=statements.now() - _LEFT_BEHIND)
    return list(rows.order_by("sealed_at").values_list("uid", flat=True))


def _without_marks() -> list[UUID]:
    rows = _sealed().filter(fraction=None, sealed_at__lt=statements.now() - _LEFT_BEHIND).exclude(receipt="")
    return list(rows.order_by("-sealed_at").values_list("uid", flat=True))


def _sealed() -> AttemptQuerySet:
    return Attempt.objects.using(statements.exam_database()).filter(state=Attempt.State.SEALED)


def _each(uids: Iterable[UUID], act: Callable[[AttemptRow], object], limit: int) -> int:
    """Do something with each attempt, `limit` times at most; return how many times it did something.

    Attempts that fail do not count: failing again and again they would use up the limit.
    """
    done = 0
    for uid in uids:
        done += _survive(uid, act)
        if done == limit:
            break
    return done


def _survive(uid: UUID, act: Callable[[AttemptRow], object]) -> bool:
    try:
        row = statements.attempt_row(uid)
        return row is not None and act(row) is not False
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Attempt %s cannot be finished", uid)
        return False
