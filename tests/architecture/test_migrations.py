"""The migrations say what the models say."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _real_migrations(settings):
    """The migrations as they are, even where a developer runs the suite without them."""
    settings.MIGRATION_MODULES = {}


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_own_tables_come_after_those_of_packages():
    graph = MigrationLoader(None).graph
    own = {app for app, _ in graph.nodes if (ROOT / app).is_dir()}

    plan = [node for leaf in sorted(graph.leaf_nodes()) for node in graph.forwards_plan(leaf)]
    order = list(dict.fromkeys(plan))
    last_of_packages = max(place for place, (app, _) in enumerate(order) if app not in own)
    early = {app for app, _ in order[:last_of_packages] if app in own}

    # Packages point to our User, so core comes first; the rest would slow each of their migrations down.
    assert early == {"core"}
