"""Reading the legal register."""

from .citations import CitedProvision, cited_provisions
from .documents import DocumentDetail, DocumentLine, document_detail, documents_on
from .effects import document_effects, provision_effects
from .states import LawState

__all__ = [
    "CitedProvision",
    "DocumentDetail",
    "DocumentLine",
    "LawState",
    "cited_provisions",
    "document_detail",
    "document_effects",
    "documents_on",
    "provision_effects",
]
