"""The demo, for the tests of this folder and for others that import these fixtures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.demo import DemoSnapshot, shared_snapshot


@pytest.fixture(scope="session")
def demo_snapshot(django_db_setup: None, django_db_blocker: Any) -> DemoSnapshot:
    """The rows of the demo, loaded once."""
    with django_db_blocker.unblock():
        return shared_snapshot()


@pytest.fixture
def demo(db: None, demo_snapshot: DemoSnapshot) -> DemoSnapshot:
    """The demo in the database of this test."""
    demo_snapshot.restore()
    return demo_snapshot
