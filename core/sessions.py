"""Session engine over `core.Session`: sessions in the database, with the account in a column of its own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore


class SessionStore(DatabaseSessionStore):
    """Writes the account and its password hash beside the session's data."""

    @classmethod
    def get_model_class(cls) -> type:
        """Return our session table."""
        from core.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row for this session, with the account copied out of its data."""
        row = super().create_model_instance(data)
        user_id = data.get(SESSION_KEY)
        row.user_id = int(user_id) if user_id else None
        row.auth_hash = data.get(HASH_SESSION_KEY, "")
        return row
