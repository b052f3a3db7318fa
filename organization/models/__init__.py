"""Units with dated names and places, people, postings and the rights granted to them."""

from .grants import Role, RoleGrant
from .people import JobAssignment, Position, ServiceStatus, StaffIdentifier, StaffMember
from .units import OrganizationUnit, UnitChange, UnitIdentifier, UnitName, UnitPlacement, UnitProfile

__all__ = [
    "JobAssignment",
    "OrganizationUnit",
    "Position",
    "Role",
    "RoleGrant",
    "ServiceStatus",
    "StaffIdentifier",
    "StaffMember",
    "UnitChange",
    "UnitIdentifier",
    "UnitName",
    "UnitPlacement",
    "UnitProfile",
]
