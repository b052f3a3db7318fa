"""News that goes up: received in the same transaction by apps that stand above."""

from django.dispatch import Signal

# An attempt was graded and its evidence recorded. Arguments: attempt_uid (UUID), exam_code, staff_id, passed, fraction,
# finished_on (civil day), at.
attempt_finalized = Signal()

# May this person sit an exam that asks for a module first? Arguments: staff_id, module_uid. Receivers return a bool.
module_gate_asked = Signal()
