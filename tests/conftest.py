"""Fixtures that the whole suite shares: frozen instants and nothing that hides rows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.no_skips"]

# No test asserts speed, so no example has a deadline; examples are repeatable.
settings.register_profile(
    "thao", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("thao")


@pytest.fixture
def today() -> date:
    """The last day of the demo."""
    return date(2026, 11, 23)


@pytest.fixture
def at() -> datetime:
    """An instant of that day: 09:00 in Viet Nam."""
    return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
