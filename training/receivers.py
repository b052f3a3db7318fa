"""What training does when it hears of something."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from wagtail.signals import page_published

from assessments.signals import module_gate_asked
from core import clock
from training.models import ModulePage
from training.selectors.modules import is_module_completed
from training.services.editions import publish_edition


@receiver(module_gate_asked, dispatch_uid="training_module_gate")
def answer_gate(sender: object, *, staff_id: int, module_uid: UUID, **kwargs: Any) -> bool:
    """Tell the exam whether the module before it is completed."""
    return is_module_completed(staff_id, module_uid)


@receiver(page_published, dispatch_uid="training_publish_edition")
def write_edition(sender: type, *, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Freeze an edition whenever a module page is published."""
    if isinstance(instance, ModulePage):
        by = revision.user if revision is not None else None
        publish_edition(instance, by=by, at=clock.now())
