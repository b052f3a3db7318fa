"""Pages that every site has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import text_blocks
from cms.fields import PlainStreamField
from cms.permissions import GuardedPagePermissions
from core import clock
from core.vietnamese.folding import fold
from legal.selectors import LawState, documents_on

if TYPE_CHECKING:
    from core.models import User

NEWS_SHOWN = 5
DOCUMENTS_SHOWN = 5


class BasePage(Page):
    """Ground of our pages: sign-in unless public, search without marks, and no deletion of what has records."""

    type_label: str | Promise = ""
    is_copyable = True
    is_public = False
    show_in_menus_default = True

    search_fields = [
        *Page.search_fields,
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_text"),
    ]

    class Meta:
        abstract = True

    def searchable_text(self) -> str:
        """Return what a reader may search this page by; page types add their bodies."""
        return self.title

    def folded_text(self) -> str:
        """Return the searchable text without marks: both database back ends miss "don vi" otherwise."""
        return fold(self.searchable_text())

    def permissions_for_user(self, user: User) -> GuardedPagePermissions:
        """Return what the account may do with this page."""
        return GuardedPagePermissions(user, self)

    @classmethod
    def get_verbose_name(cls) -> str:
        """Return the kind of page as editors read it."""
        return str(cls.type_label)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or the sign-in page to a visitor where the page is not public."""
        if not self.is_public and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().serve(request, *args, **kwargs)


class HomePage(BasePage):
    """The public first page."""

    type_label = _("First page")
    is_public = True
    max_count = 1
    template = "home.html"

    introduction = models.TextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction", heading=_("Introduction"))]

    class Meta:
        db_table = "cms_home_page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the words of welcome, the latest news and the documents whose effect began last."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().order_by("-published_on")[:NEWS_SHOWN]
        context["intro"] = self.introduction
        context["news"] = [
            {"title": page.title, "url": page.get_url(request), "on": page.published_on, "summary": page.lead}
            for page in news
        ]
        context["documents"] = [
            {
                "number": line.number,
                "title": line.title,
                "url": reverse("legal_document_detail", args=[line.uid]),
                "effective_from": line.effective_from,
            }
            for line in documents_on(clock.today(), state=LawState.IN_FORCE)[:DOCUMENTS_SHOWN]
        ]
        return context


class IndexPage(BasePage):
    """A list of the pages below it."""

    type_label = _("List of pages")
    is_public = True
    template = "cms/index_page.html"

    introduction = models.TextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction", heading=_("Introduction"))]

    class Meta:
        db_table = "cms_index_page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, newest first."""
        context = super().get_context(request, *args, **kwargs)
        context["children"] = self.get_children().live().order_by("-first_published_at")
        return context


class StandardPage(BasePage):
    """A page of text, e.g. how to use the system."""

    type_label = _("Page of text")
    is_public = True
    template = "cms/standard_page.html"

    body = PlainStreamField(text_blocks(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body", heading=_("Content"))]

    class Meta:
        db_table = "cms_standard_page"

    def searchable_text(self) -> str:
        """Return title and body."""
        return f"{self.title} {strip_tags(self.body.render_as_block()) if self.body else ''}"


class NewsPage(BasePage):
    """One piece of news or a notice."""

    type_label = _("News")
    is_public = True
    template = "cms/news_page.html"

    published_on = models.DateField()
    lead = models.TextField(blank=True)
    body = PlainStreamField(text_blocks(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("published_on", heading=_("Day of publication")),
        FieldPanel("lead", heading=_("Lead")),
        FieldPanel("body", heading=_("Content")),
    ]

    class Meta:
        db_table = "cms_news_page"

    def searchable_text(self) -> str:
        """Return title and lead."""
        return f"{self.title} {self.lead}"
