"""Words for how a question of several parts is scored."""

ALL_OR_NOTHING = "all_or_nothing"
PROPORTIONAL = "proportional"
RELATIVE = "relative"
