"""Wagtail's ground: our own images and documents, and the plain page types."""

from .media import OfficeDocument, OfficeImage, Rendition
from .pages import BasePage, HomePage, IndexPage, NewsPage, StandardPage

__all__ = [
    "BasePage",
    "HomePage",
    "IndexPage",
    "NewsPage",
    "OfficeDocument",
    "OfficeImage",
    "Rendition",
    "StandardPage",
]
