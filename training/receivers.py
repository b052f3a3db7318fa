"""What training does when it hears of something."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Revision, TaskState
from wagtail.signals import page_published

from assessments.signals import module_gate_asked
from core import clock
from core.models import User
from training.models import ModuleEdition, ModuleIndexPage, ModulePage
from training.selectors.modules import is_module_completed
from training.services.editions import publish_edition
from training.services.editors import open_to_editors


@receiver(module_gate_asked, dispatch_uid="training_module_gate")
def answer_gate(sender: object, *, staff_id: int, module_uid: UUID, **kwargs: Any) -> bool:
    """Tell the exam whether the module before it is completed."""
    return is_module_completed(staff_id, module_uid)


@receiver(page_published, dispatch_uid="training_publish_edition")
def write_edition(sender: type, *, instance: Any, revision: Revision | None = None, **kwargs: Any) -> None:
    """Freeze an edition whenever a module page with lessons is published."""
    if isinstance(instance, ModulePage) and instance.lessons:
        publish_edition(instance, by=_publisher(revision), at=clock.now())


@receiver(post_save, sender=ModuleIndexPage, dispatch_uid="training_open_to_editors")
def let_editors_in(sender: type, *, instance: ModuleIndexPage, created: bool, **kwargs: Any) -> None:
    """Give editors and approvers their rights on a new place of modules."""
    if created:
        open_to_editors(instance)


@receiver(pre_delete, sender=ModulePage, dispatch_uid="training_keep_modules")
def keep_module(sender: type, *, instance: ModulePage, **kwargs: Any) -> None:
    """Protect the page of a published module also where nobody asks for rights: from the shell, with its parent."""
    editions = ModuleEdition.objects.filter(module_uid=instance.module_uid)
    if editions.exists():
        raise ProtectedError("the module has editions that people studied", set(editions))


def _publisher(revision: Revision | None) -> User | None:
    """Return who approved the revision in a workflow, else who wrote and published it."""
    if revision is None:
        return None
    approved = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    last = approved.select_related("finished_by").order_by("-finished_at").first()
    return last.finished_by if last and last.finished_by else revision.user
