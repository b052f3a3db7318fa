"""Commands of certificates that are refused."""

from core.errors import DomainError


class TransitionRefused(DomainError):
    """The certificate is not in a state that allows this; `kind` names the event."""

    code = "certificate_transition"


class SourceGone(DomainError):
    """What earned the certificate no longer stands: the attempt is void, or its latest grading is no pass."""

    code = "certificate_source_gone"


class IssuerIncomplete(DomainError):
    """The issuing unit has no header, place or signatory for that day."""

    code = "certificate_issuer_incomplete"


class ReasonMissing(DomainError):
    """Revoking and voiding need a reason and a decision."""

    code = "certificate_reason_missing"
