"""Reading frameworks, requirements, standing, and one person's profile."""

from .frameworks import LevelRuleMissing, framework_in_force, level_rule_on, level_rules, requirements_on
from .standings import standing

__all__ = ["LevelRuleMissing", "framework_in_force", "level_rule_on", "level_rules", "requirements_on", "standing"]
