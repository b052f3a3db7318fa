"""The site of the demo: first page, news, help, and one module."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from wagtail.models import Locale, Page, Site

from cms.models import BasePage, HomePage, IndexPage, NewsPage, StandardPage
from competencies.models import Competency
from config.demo.files import data
from core.clock import civil_day
from core.models import User
from core.sampling import Sampler
from legal.models import Provision
from organization.models import OrganizationUnit
from training.models import ModuleCompetency, ModuleEdition, ModuleIndexPage, ModulePage
from training.services.editions import publish_edition
from training.services.editors import open_to_editors

PageT = TypeVar("PageT", bound=BasePage)


def build_site(*, editor: User, at: datetime) -> HomePage:
    """Make the first page the root of the site, with the lists and the help below it."""
    plan = data("pages")
    root = _root()
    text = plan["home"]
    home = HomePage(title=text["title"], slug=text["slug"], introduction=text["introduction"])
    _publish(root, home, editor, at)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Thạo"}
    )
    # The page with which Wagtail greets a new installation.
    Page.objects.filter(depth=2).exclude(pk=home.pk).delete()
    home.refresh_from_db()
    open_to_editors(home)
    _publish(home, ModuleIndexPage(**plan["modules"]), editor, at)
    _publish(home, IndexPage(**plan["news_index"]), editor, at)
    text = plan["help"]
    help_page = StandardPage(title=text["title"], slug=text["slug"], body=_stream(text["body"], text["slug"]))
    _publish(home, help_page, editor, at)
    return home


def add_module(*, owner: OrganizationUnit, editor: User, approver: User, at: datetime) -> ModuleEdition:
    """Write the module and publish its first edition."""
    plan = data("pages")["module"]
    page = ModulePage(
        title=plan["title"],
        slug=plan["slug"],
        code=plan["code"],
        summary=plan["summary"],
        minutes=sum(lesson["minutes"] for lesson in plan["lessons"]),
        lessons=[_lesson(lesson) for lesson in plan["lessons"]],
        exam_code=plan["exam_code"],
        owner_unit=owner,
        live=False,
    )
    levels = dict(plan["competencies"])
    page.competencies = [
        ModuleCompetency(competency=competency, level=levels[competency.code], sort_order=place)
        for place, competency in enumerate(Competency.objects.filter(code__in=levels).order_by("order"))
    ]
    ModuleIndexPage.objects.get().add_child(instance=page)
    # Frozen as of the day of the story; the publication that follows finds that nothing has changed.
    edition = publish_edition(page, by=approver, at=at)
    page.first_published_at = at
    page.save_revision(user=editor).publish(user=approver, skip_permission_checks=True)
    return edition


def add_news(number: int, *, editor: User, at: datetime) -> NewsPage:
    """Publish one of the two pieces of news."""
    text = data("pages")["news"][number]
    page = NewsPage(
        title=text["title"],
        slug=text["slug"],
        lead=text["lead"],
        body=_stream(text["body"], text["slug"]),
        published_on=civil_day(at),
    )
    return _publish(IndexPage.objects.get(), page, editor, at)


def _publish(parent: Page, page: PageT, editor: User, at: datetime) -> PageT:
    page.first_published_at = at
    parent.add_child(instance=page)
    page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
    return page


def _lesson(lesson: dict[str, Any]) -> dict[str, Any]:
    value = {
        "title": lesson["title"],
        "minutes": lesson["minutes"],
        "body": _stream(lesson["body"], lesson["id"]),
    }
    return {"type": "lesson", "value": value, "id": lesson["id"]}


def _stream(blocks: Sequence[Any], seed: str) -> list[dict[str, Any]]:
    """Return blocks in Wagtail's raw form, each under an id that is always the same."""
    ids = Sampler(seed)
    return [{"type": kind, "value": _value(kind, value), "id": _uuid(ids)} for kind, value in blocks]


def _value(kind: str, value: Any) -> Any:
    if kind != "citation":
        return value
    number, path = value["cite"]
    provision = Provision.objects.get(document__number=number, path=path)
    return {"provision": provision.pk, "words": value["words"]}


def _uuid(ids: Sampler) -> str:
    figures = ids.token(32, "0123456789abcdef")
    return "-".join((figures[:8], figures[8:12], figures[12:16], figures[16:20], figures[20:]))


def news_days() -> list[int]:
    """Return how many days before the last day each piece of news appeared."""
    return [text["days_before"] for text in data("pages")["news"]]


def _root() -> Page:
    """Return the root of all pages, made where a database was emptied since its migrations."""
    found = Page.get_first_root_node()
    if found is not None:
        return found
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    return Page.add_root(title="Root", slug="root")
