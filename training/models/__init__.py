"""Modules and their editions, programmes, assignments, and how far people have come."""

from .assignments import AssignmentTarget, Programme, ProgrammeItem, TrainingAssignment
from .learning import Completion, CompletionWithdrawal, Enrolment, LessonProgress
from .modules import EditionCitation, ModuleCompetency, ModuleEdition, ModuleIndexPage, ModulePage

__all__ = [
    "AssignmentTarget",
    "Completion",
    "CompletionWithdrawal",
    "EditionCitation",
    "Enrolment",
    "LessonProgress",
    "ModuleCompetency",
    "ModuleEdition",
    "ModuleIndexPage",
    "ModulePage",
    "Programme",
    "ProgrammeItem",
    "TrainingAssignment",
]
