"""Wagtail's admin: who comes in, who may write and publish, and what may not be deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from organization.models import Role
from tests.cms.conftest import Newsroom
from tests.factories.legal import make_document, make_provision
from tests.factories.training import lesson, make_edition, make_module_page
from training.blocks import CitationBlock, provision_choices
from training.models import EditionCitation, ModuleEdition, ModulePage
from training.services.editors import open_to_editors

ADMIN = "/quan-tri/"


def form_of(provision: int, **changes: Any) -> dict[str, Any]:
    """What the editor's form sends for a module of one lesson."""
    body = streamfield(
        [("paragraph", rich_text("<p>Nội dung</p>")), ("citation", {"provision": provision, "words": "Nói lại"})]
    )
    values = {
        "title": "Nghiệp vụ một cửa",
        "slug": "nvmc",
        "code": "NVMC",
        "summary": "Tiếp nhận và trả kết quả",
        "exam_code": "",
        "lessons": streamfield([("lesson", {"title": "Tiếp nhận", "minutes": 15, "body": body})]),
        "competencies": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | changes)


@pytest.fixture
def provision(db: None) -> int:
    """The key of a provision to cite."""
    return make_provision(document=make_document(), path="điều 18 khoản 5").pk


@pytest.mark.parametrize(
    "role", [Role.CONTENT_EDITOR, Role.CONTENT_APPROVER, Role.TRAINING_OFFICER, Role.ADMINISTRATOR]
)
def test_editors_come_in(newsroom: Newsroom, role: Role) -> None:
    assert newsroom.client(role).get(ADMIN).status_code == 200


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.UNIT_HEAD, Role.INSPECTOR, Role.QUESTION_AUTHOR])
def test_others_do_not(newsroom: Newsroom, role: Role | None) -> None:
    client = newsroom.client(role)

    for address in (ADMIN, f"{ADMIN}pages/", f"{ADMIN}pages/{newsroom.index.pk}/", f"{ADMIN}users/"):
        assert client.get(address, follow=True).status_code == 403


def test_a_visitor_is_sent_to_our_sign_in_page(newsroom: Newsroom, client: Client) -> None:
    assert client.get(ADMIN).url == f"/dang-nhap/?next={ADMIN}"


def test_an_editor_writes_a_draft_that_an_approver_publishes(newsroom: Newsroom, provision: int) -> None:
    editor, approver = newsroom.client(Role.CONTENT_EDITOR), newsroom.client(Role.CONTENT_APPROVER)
    add = f"{ADMIN}pages/add/training/modulepage/{newsroom.index.pk}/"

    written = editor.post(add, form_of(provision))
    page = ModulePage.objects.get(code="NVMC")
    edit = f"{ADMIN}pages/{page.pk}/edit/"
    # What an editor sends with the publishing button is saved as a draft all the same.
    editor.post(edit, form_of(provision, **{"action-publish": "1"}))
    before = ModuleEdition.objects.count()
    approver.post(edit, form_of(provision, **{"action-publish": "1"}))

    assert written.status_code == 302
    assert before == 0
    edition = ModuleEdition.objects.get()
    assert (edition.code, edition.approved_by.username) == ("NVMC", "nguoi-content_approver")
    assert "khoản 5 Điều 18, 63/2010/NĐ-CP" in edition.lessons[0]["text"]
    assert EditionCitation.objects.get().provision_id == provision


def test_an_approver_does_not_add_pages(newsroom: Newsroom, provision: int) -> None:
    add = f"{ADMIN}pages/add/training/modulepage/{newsroom.index.pk}/"

    newsroom.client(Role.CONTENT_APPROVER).post(add, form_of(provision))

    assert not ModulePage.objects.exists()


def test_the_editor_offers_provisions_as_offices_cite_them(newsroom: Newsroom, provision: int) -> None:
    page = make_module_page(
        index=newsroom.index, lessons=[lesson("Một", ("citation", {"provision": provision, "words": "Nói lại"}))]
    )

    response = newsroom.client(Role.CONTENT_EDITOR).get(f"{ADMIN}pages/{page.pk}/edit/")

    assert response.status_code == 200
    assert provision_choices() == [(provision, "khoản 5 Điều 18, 63/2010/NĐ-CP")]
    assert "63/2010/N\\u0110-CP" in response.content.decode()


def test_a_citation_stores_the_key_of_its_provision(db: None, provision: int) -> None:
    block = CitationBlock()
    field = block.child_blocks["provision"]

    sent = block.value_from_datadict({"c-provision": str(provision), "c-words": "Nói lại"}, {}, "c")
    stored = block.get_prep_value(block.clean(sent))

    assert stored == {"provision": provision, "words": "Nói lại"}
    assert block.to_python(stored)["provision"] == provision
    assert field.normalize_choice("") is None


def test_preview_shows_the_draft(newsroom: Newsroom, provision: int) -> None:
    page = make_module_page(index=newsroom.index, live=False)
    client = newsroom.client(Role.CONTENT_EDITOR)
    address = f"{ADMIN}pages/{page.pk}/edit/preview/"

    sent = client.post(address, form_of(provision, title="Bản nháp"))
    shown = client.get(f"{address}?mode=")

    assert sent.json()["is_valid"] is True
    assert "Bản nháp" in shown.content.decode()
    assert "Nội dung" in shown.content.decode()


def test_no_bar_of_the_editor_stands_on_our_pages(newsroom: Newsroom) -> None:
    page = newsroom.client(Role.CONTENT_EDITOR).get("/").content.decode()

    assert "wagtail-userbar" not in page


@pytest.mark.parametrize("is_superuser", [False, True])
def test_the_page_of_a_published_module_is_not_deleted(newsroom: Newsroom, is_superuser: bool) -> None:
    page = make_module_page(index=newsroom.index, live=False)
    make_edition(page=page)
    client = newsroom.client(Role.CONTENT_APPROVER, is_superuser=is_superuser)

    client.post(f"{ADMIN}pages/{page.pk}/delete/")
    client.post(f"{ADMIN}bulk/wagtailcore/page/delete/?id={page.pk}")
    client.post(f"{ADMIN}pages/{newsroom.index.pk}/delete/")
    client.post(f"{ADMIN}bulk/wagtailcore/page/delete/?id={newsroom.home.pk}")

    assert ModulePage.objects.filter(pk=page.pk).exists()
    assert Page.objects.filter(pk=newsroom.home.pk).exists()


def test_the_shell_does_not_delete_it_either(newsroom: Newsroom) -> None:
    page = make_module_page(index=newsroom.index)
    make_edition(page=page)

    for key in (page.pk, newsroom.index.pk):
        with pytest.raises(ProtectedError), transaction.atomic():
            Page.objects.get(pk=key).delete()

    assert ModulePage.objects.filter(pk=page.pk).exists()


def test_a_module_never_published_may_be_deleted(newsroom: Newsroom) -> None:
    page = make_module_page(index=newsroom.index, live=False)

    newsroom.client(Role.CONTENT_EDITOR).post(f"{ADMIN}pages/{page.pk}/delete/")

    assert not ModulePage.objects.exists()


def test_a_module_is_not_copied(newsroom: Newsroom) -> None:
    page = make_module_page(index=newsroom.index)
    user = newsroom.account(Role.CONTENT_EDITOR)

    assert page.permissions_for_user(user).can_edit()
    assert not page.permissions_for_user(user).can_copy()


def test_a_learner_may_do_nothing_with_a_module(newsroom: Newsroom) -> None:
    page = make_module_page(index=newsroom.index)
    rights = page.permissions_for_user(newsroom.account(Role.LEARNER))

    assert not any([rights.can_edit(), rights.can_publish(), rights.can_delete(), rights.can_unpublish()])


def test_rights_on_the_modules_are_given_once(newsroom: Newsroom) -> None:
    open_to_editors(newsroom.index)

    rows = GroupPagePermission.objects.filter(page=newsroom.index).values_list("group__name", "permission__codename")
    assert sorted(rows) == [
        ("content_approver", "change_page"),
        ("content_approver", "publish_page"),
        ("content_editor", "add_page"),
        ("content_editor", "change_page"),
    ]
