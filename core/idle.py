"""Sessions on shared machines: they end after a quarter of an hour in which nothing was opened."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase

from core import clock

IDLE_SECONDS = 15 * 60
# Writing the session at most once a minute spares the database; the quarter is exact to that minute.
_TOUCH_SECONDS = 60
_TOUCHED = "idle_touched"


def end_when_idle(session: SessionBase) -> None:
    """Let a session end after fifteen minutes without a page."""
    session.set_expiry(IDLE_SECONDS)
    session[_TOUCHED] = int(clock.now().timestamp())


def keep_awake(session: SessionBase) -> None:
    """Begin the fifteen minutes of such a session anew; other sessions keep their fixed length."""
    touched = session.get(_TOUCHED)
    if touched is None:
        return
    now = int(clock.now().timestamp())
    if now - touched >= _TOUCH_SECONDS:
        session[_TOUCHED] = now
