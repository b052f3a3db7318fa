"""Reading frameworks, requirements, standing, and one person's profile."""

from .frameworks import (
    CompetencyColumn,
    FrameworkColumns,
    LevelRuleMissing,
    columns_in_force,
    framework_in_force,
    level_rule_on,
    level_rules,
    requirements_on,
    rule_in_force,
)
from .profile import Profile, Proof, Reasons, profile_of
from .standings import levels_held, standing

__all__ = [
    "CompetencyColumn",
    "FrameworkColumns",
    "LevelRuleMissing",
    "Profile",
    "Proof",
    "Reasons",
    "columns_in_force",
    "framework_in_force",
    "level_rule_on",
    "level_rules",
    "levels_held",
    "profile_of",
    "requirements_on",
    "rule_in_force",
    "standing",
]
