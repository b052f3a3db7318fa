"""Fields that several apps share."""

import uuid

from django.db import models


def new_uid() -> uuid.UUID:
    """Return the opaque identifier under which a row is known outside the database."""
    return uuid.uuid4()


class UidField(models.UUIDField):
    """Opaque outward identifier: addresses, exports and audit entries name rows by it, never by the key."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("default", new_uid)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)


class FractionField(models.DecimalField):
    """Share of full credit with seven places; 1 is full credit."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 9)
        kwargs.setdefault("decimal_places", 7)
        super().__init__(**kwargs)


class MarkField(models.DecimalField):
    """Marks with seven places inside, two when shown."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 7)
        super().__init__(**kwargs)


class PeriodModel(models.Model):
    """A half-open civil period [valid_from, valid_to); null valid_to means without a known end."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def period_check(prefix: str) -> models.CheckConstraint:
    """Return the constraint that a period ends after it begins, named `<prefix>_period_forward`."""
    return models.CheckConstraint(
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
        name=f"{prefix}_period_forward",
    )
