"""Evidence that a person may see."""

from django.db import models


class EvidenceQuerySet(models.QuerySet):
    """Proofs of competency."""
