"""Own image and document models from the first migration: Wagtail cannot change them later."""

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class OfficeImage(AbstractImage):
    """A picture for pages, with the words that stand in for it."""

    alternative_text = models.CharField(max_length=300, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "alternative_text")

    class Meta(AbstractImage.Meta):
        db_table = "cms_image"

    @property
    def default_alt_text(self) -> str:
        """Return the text read in place of the picture."""
        return self.alternative_text or self.title


class Rendition(AbstractRendition):
    """A picture at one size."""

    image = models.ForeignKey(OfficeImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        db_table = "cms_rendition"
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class OfficeDocument(AbstractDocument):
    """A file for readers, with the agency and number under which it was issued."""

    issuer = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=60, blank=True)

    admin_form_fields = (*WagtailDocument.admin_form_fields, "issuer", "number")

    class Meta(AbstractDocument.Meta):
        db_table = "cms_document"
