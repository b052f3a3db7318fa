"""Publishing a module: what people study is frozen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.models import AuditEntry
from legal.models import CheckMark
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import make_user
from tests.factories.training import lesson, make_module_page
from training.errors import EditionFrozen, ModuleEmpty
from training.models import EditionCitation, ModuleEdition, ModuleIndexPage
from training.services.editions import publish_edition

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_publishing_freezes_what_learners_will_read(index: ModuleIndexPage) -> None:
    page = make_module_page(
        index=index,
        summary="Vì sao kiểm soát",
        lessons=[
            lesson(
                "Khái niệm",
                ("heading", "Thủ tục là gì"),
                ("paragraph", "<p>Trình tự <b>thực hiện</b>.</p>"),
                minutes=12,
            ),
            lesson("Công khai", minutes=8),
        ],
        exam_code="CCHC",
    )
    editor = make_user(username="bientap")

    edition = publish_edition(page, by=editor, at=AT)

    assert (edition.number, edition.code, edition.title, edition.summary) == (
        1,
        "KSTTHC",
        "Kiểm soát thủ tục hành chính",
        "Vì sao kiểm soát",
    )
    assert (edition.minutes, edition.exam_code, edition.approved_by, edition.published_at) == (20, "CCHC", editor, AT)
    assert [one["title"] for one in edition.lessons] == ["Khái niệm", "Công khai"]
    assert [one["key"] for one in edition.lessons] == [str(block.id) for block in page.lessons]
    assert edition.lessons[0]["text"] == "Thủ tục là gì Trình tự thực hiện."
    assert AuditEntry.objects.get(verb="module.published").object_uid == str(edition.uid)


def test_publishing_the_same_again_makes_no_edition(index: ModuleIndexPage) -> None:
    page = make_module_page(index=index)
    first = publish_edition(page, by=None, at=AT)

    again = publish_edition(page, by=None, at=LATER)

    assert again == first
    assert ModuleEdition.objects.get().published_at == AT
    assert AuditEntry.objects.filter(verb="module.published").count() == 1


@pytest.mark.parametrize("field", ["title", "summary", "code", "exam_code"])
def test_a_change_makes_the_next_edition(index: ModuleIndexPage, field: str) -> None:
    page = make_module_page(index=index)
    publish_edition(page, by=None, at=AT)
    setattr(page, field, "KHAC")

    edition = publish_edition(page, by=None, at=LATER)

    assert edition.number == 2
    assert getattr(edition, field) == "KHAC"
    assert ModuleEdition.objects.count() == 2


def test_a_changed_lesson_keeps_its_key(index: ModuleIndexPage) -> None:
    page = make_module_page(index=index)
    first = publish_edition(page, by=None, at=AT)
    page.lessons[0].value["title"] = "Bài một, sửa"

    second = publish_edition(page, by=None, at=LATER)

    assert [one["key"] for one in second.lessons] == [one["key"] for one in first.lessons]
    assert second.lessons[0]["title"] == "Bài một, sửa"


def test_each_lesson_keeps_the_provisions_that_it_cites(index: ModuleIndexPage) -> None:
    document = make_document(check_mark=CheckMark.TEXT)
    one, two = make_provision(document=document), make_provision(document=document, path="điều 18 khoản 5")
    page = make_module_page(
        index=index,
        lessons=[
            lesson(
                "Một",
                ("citation", {"provision": one.pk, "words": "Nói lại bằng lời."}),
                ("citation", {"provision": one.pk, "words": "Nhắc lại."}),
                ("citation", {"provision": two.pk, "words": "Điều khác."}),
            ),
            lesson("Hai", ("citation", {"provision": one.pk, "words": "Cùng điều đó."})),
        ],
    )

    edition = publish_edition(page, by=None, at=AT)

    keys = [str(block.id) for block in page.lessons]
    rows = EditionCitation.objects.filter(edition=edition).order_by("pk")
    assert [(row.lesson_key, row.provision, row.cited_as_of.isoformat(), row.check_mark) for row in rows] == [
        (keys[0], one, "2026-11-23", "T"),
        (keys[0], two, "2026-11-23", "T"),
        (keys[1], one, "2026-11-23", "T"),
    ]
    assert "khoản 5 Điều 18, 63/2010/NĐ-CP" in edition.lessons[0]["text"]


def test_a_page_without_lessons_is_not_published(index: ModuleIndexPage) -> None:
    page = make_module_page(index=index)
    page.lessons = []

    with pytest.raises(ModuleEmpty):
        publish_edition(page, by=None, at=AT)

    assert not ModuleEdition.objects.exists()
    assert not AuditEntry.objects.exists()


def test_an_edition_is_never_changed_nor_deleted(index: ModuleIndexPage) -> None:
    edition = publish_edition(make_module_page(index=index), by=None, at=AT)
    edition.title = "Khác"

    with pytest.raises(EditionFrozen):
        edition.save()
    with pytest.raises(EditionFrozen):
        edition.delete()
    with pytest.raises(EditionFrozen):
        ModuleEdition.objects.update(title="Khác")
    with pytest.raises(EditionFrozen):
        ModuleEdition.objects.all().delete()

    assert ModuleEdition.objects.get().title == "Kiểm soát thủ tục hành chính"


def test_publishing_in_wagtail_writes_the_edition_in_the_name_of_the_publisher(index: ModuleIndexPage) -> None:
    page = make_module_page(index=index, live=False)
    approver = make_user(username="duyet")
    revision = page.save_revision(user=approver)

    revision.publish()

    edition = ModuleEdition.objects.get()
    assert (edition.module_uid, edition.number, edition.approved_by) == (page.module_uid, 1, approver)
    assert [one["title"] for one in edition.lessons] == ["Bài một", "Bài hai"]


def test_publishing_an_empty_page_in_wagtail_writes_nothing(index: ModuleIndexPage) -> None:
    page = make_module_page(index=index, live=False)
    page.lessons = []

    page.save_revision().publish()

    assert not ModuleEdition.objects.exists()
