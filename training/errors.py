"""Commands of training that are refused."""

from core.errors import DomainError


class LessonUnknown(DomainError):
    """The edition has no such lesson."""

    code = "lesson_unknown"


class ModuleUnpublished(DomainError):
    """The module has no edition to study."""

    code = "module_unpublished"


class ModuleEmpty(DomainError):
    """The module has no lesson, so there is nothing to publish."""

    code = "module_empty"


class EditionFrozen(DomainError):
    """An edition is what people studied: it is never changed."""

    code = "edition_frozen"


class LessonTooQuick(DomainError):
    """The lesson was opened too short a time ago to have been read; `seconds` are left."""

    code = "lesson_too_quick"


class AudienceEmpty(DomainError):
    """The targets reach nobody."""

    code = "audience_empty"


class PostingMissing(DomainError):
    """The person has no main posting on the day, so a completion could name no unit. Params: `day`."""

    code = "training_posting_missing"


class AssignmentCancelled(DomainError):
    """The assignment was taken back already."""

    code = "assignment_cancelled"
