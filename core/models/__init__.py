"""The ground floor's tables: accounts, sessions, audit."""

from .accounts import Session, User
from .audit import AuditDetail, AuditEntry, AuditLink

__all__ = ["AuditDetail", "AuditEntry", "AuditLink", "Session", "User"]
