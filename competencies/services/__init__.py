"""Commands of the competencies: record and withdraw evidence, bring frameworks into force, load the shipped data."""

from .evidence import EvidenceRefused, record_evidence, withdraw_evidence
from .frameworks import FrameworkRefused, publish_framework
from .loading import FrameworkLoad, load_framework

__all__ = [
    "EvidenceRefused",
    "FrameworkLoad",
    "FrameworkRefused",
    "load_framework",
    "publish_framework",
    "record_evidence",
    "withdraw_evidence",
]
