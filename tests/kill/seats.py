"""Fills an empty database with open attempts and prints their seats: python -m tests.kill.seats COUNT SLOTS."""

from __future__ import annotations

import json
import sys

import django


def main(count: int, slots: int) -> None:
    """Tables, one exam, and so many attempts."""
    django.setup()

    from django.core.management import call_command

    from assessments.delivery.tokens import token_for
    from organization.models import StaffMember
    from tests.factories.attempts import make_attempts, make_world

    call_command("migrate", run_syncdb=True, verbosity=0)
    attempts = make_attempts(make_world(types=["numeric"] * slots), count)
    people = StaffMember.objects.in_bulk([attempt.staff_id for attempt in attempts])
    seats = [[str(attempt.uid), token_for(attempt.uid, people[attempt.staff_id].uid, 1), slots] for attempt in attempts]
    print(json.dumps(seats))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
