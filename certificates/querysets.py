"""Certificates that a person may see."""

from django.db import models


class CertificateQuerySet(models.QuerySet):
    """Certificates."""
