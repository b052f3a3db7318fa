"""News that goes up: received in the same transaction by apps that stand above."""

from django.dispatch import Signal

# A person completed a module. Arguments: staff_id, module_uid (UUID), completed_on (civil day), at.
module_completed = Signal()
