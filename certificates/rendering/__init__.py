"""The certificate as paper: frozen facts in, PDF/A bytes out, nothing else read."""

from .facts import CertificateFacts, FactsUnreadable, birth_words
from .paper import render_certificate

__all__ = ["CertificateFacts", "FactsUnreadable", "birth_words", "render_certificate"]
