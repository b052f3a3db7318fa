"""Commands of training that are refused."""

from core.errors import DomainError


class LessonUnknown(DomainError):
    """The edition has no such lesson."""

    code = "lesson_unknown"


class ModuleUnpublished(DomainError):
    """The module has no edition to study."""

    code = "module_unpublished"


class LessonTooQuick(DomainError):
    """The lesson was opened too short a time ago to have been read; `seconds` are left."""

    code = "lesson_too_quick"


class AudienceEmpty(DomainError):
    """The targets reach nobody."""

    code = "audience_empty"
