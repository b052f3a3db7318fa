"""Reading the legal register."""

from .effects import document_effects, provision_effects

__all__ = ["document_effects", "provision_effects"]
