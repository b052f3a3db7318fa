"""The list of modules, one module, its lessons; beginning and completing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.models import Exam
from organization.models import OrganizationUnit
from tests.factories.assessments import make_exam
from tests.factories.competencies import make_competency, make_framework
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import make_unit, make_user
from tests.factories.training import (
    make_assignment,
    make_completion,
    make_edition,
    make_enrolment,
    make_module_page,
    make_progress,
)
from tests.support.screens import missing
from tests.training.conftest import AT, Learner
from training.models import (
    Completion,
    EditionCitation,
    Enrolment,
    LessonProgress,
    ModuleCompetency,
    ModuleEdition,
    ModuleIndexPage,
)

pytestmark = pytest.mark.usefixtures("monday")
LIST = "/hoc-tap/chuyen-de/"
PAGE = f"{LIST}KSTTHC/"


@pytest.fixture
def edition(index: ModuleIndexPage) -> ModuleEdition:
    """A module of two lessons with a test."""
    return make_edition(page=make_module_page(index=index, summary="Vì sao kiểm soát", exam_code="CCHC"))


def context_of(learner: Learner, address: str) -> Any:
    """What the page shows."""
    response = learner.client.get(address)
    assert response.status_code == 200
    assert missing(response) == set()
    return response.context_data


def titles(learner: Learner, query: str = "") -> list[str]:
    """Modules on the list."""
    return [card.title for card in context_of(learner, LIST + query)["modules"]]


def publish_exam(learner: Learner, edition: ModuleEdition, code: str = "CCHC") -> Exam:
    """The module's test, open after the lessons."""
    author, approver = make_user(username=f"ra-{code}"), make_user(username=f"duyet-{code}")
    gate = edition.module_uid
    return make_exam(owner_unit=learner.unit, author=author, approver=approver, code=code, gate_module_uid=gate)


# --- whose module it is ----------------------------------------------------------------------------------------------


# The learner stands in XA-1, which stands below TINH; XA-2 is another commune, XA-1.1 stands below XA-1.
@pytest.mark.parametrize(
    ("owner", "shared_down", "is_open"),
    [
        ("", False, True),
        ("TINH", True, True),
        ("TINH", False, False),
        ("XA-1", True, True),
        ("XA-1", False, True),
        ("XA-1.1", True, False),
        ("XA-2", True, False),
    ],
)
@pytest.mark.parametrize("is_given", [False, True])
def test_a_module_is_there_for_those_whose_unit_it_is_for_and_for_those_who_were_given_it(
    learner: Learner, index: ModuleIndexPage, owner: str, shared_down: bool, is_open: bool, is_given: bool
) -> None:
    province = make_unit(code="TINH", kind=OrganizationUnit.Kind.PROVINCE)
    learner.unit.placements.update(parent=province)
    make_unit(code="XA-2", parent=province)
    make_unit(code="XA-1.1", parent=learner.unit)
    unit = OrganizationUnit.objects.filter(code=owner).first()
    edition = make_edition(page=make_module_page(index=index, owner_unit=unit, shared_down=shared_down))
    if is_given:
        make_enrolment(staff=learner.staff, module_uid=edition.module_uid)
    pages = ["", "bai/bai-1/"]
    expected = is_open or is_given

    listed, news = titles(learner), context_of(learner, "/hoc-tap/")["news"]
    answers = [learner.client.get(PAGE + page).status_code for page in pages]

    assert listed == (["Kiểm soát thủ tục hành chính"] if expected else [])
    assert bool(news) is (is_open and not is_given)
    assert answers == ([200, 200] if expected else [404, 404])


def test_nobody_begins_or_completes_what_is_not_there_for_them(learner: Learner, index: ModuleIndexPage) -> None:
    make_edition(page=make_module_page(index=index, owner_unit=make_unit(code="XA-2")))

    answers = [learner.client.post(PAGE + page).status_code for page in ("bat-dau/", "bai/bai-1/hoan-thanh/")]

    assert answers == [404, 404]
    assert not Enrolment.objects.exists()


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_searches_without_marks(learner: Learner, index: ModuleIndexPage) -> None:
    for code, title, summary in [
        ("A", "Kiểm soát thủ tục hành chính", ""),
        ("B", "Nghiệp vụ một cửa", "Tiếp nhận thủ tục"),
        ("C", "Bảo vệ dữ liệu cá nhân", ""),
    ]:
        make_edition(page=make_module_page(index=index, code=code, title=title, summary=summary))

    assert titles(learner, "?q=THU+tuc") == ["Kiểm soát thủ tục hành chính", "Nghiệp vụ một cửa"]
    assert titles(learner, "?q=đữ+liệu") == ["Bảo vệ dữ liệu cá nhân"]
    assert titles(learner, "?q=xây+dựng") == []
    assert len(titles(learner, "?q=%00")) == 3


def test_only_live_modules_with_an_edition_are_listed(learner: Learner, index: ModuleIndexPage) -> None:
    make_edition(page=make_module_page(index=index, code="A", title="Có", live=True))
    make_edition(page=make_module_page(index=index, code="B", title="Đã gỡ", live=False))
    make_module_page(index=index, code="C", title="Chưa công bố")

    assert titles(learner) == ["Có"]
    assert learner.client.get(f"{LIST}B/").status_code == 404
    assert learner.client.get(f"{LIST}C/").status_code == 404


def test_each_module_shows_how_it_stands_for_the_reader(learner: Learner, index: ModuleIndexPage) -> None:
    editions = {}
    for code in "ABCDEF":
        page = make_module_page(index=index, code=code, title=code, exam_code="CCHC" if code == "D" else "")
        editions[code] = make_edition(page=page)
    publish_exam(learner, editions["D"])
    duty = make_assignment(module_uid=editions["A"].module_uid, owner_unit=learner.unit)
    make_enrolment(staff=learner.staff, module_uid=editions["A"].module_uid, assignment=duty, due_on=date(2026, 12, 1))
    begun = make_enrolment(staff=learner.staff, module_uid=editions["B"].module_uid)
    make_progress(enrolment=begun, edition=editions["B"])
    for code in "CD":
        make_completion(staff=learner.staff, edition=editions[code], unit=learner.unit, position=learner.position)
    ended = make_provision(document=make_document(effective_to=date(2026, 7, 1)))
    EditionCitation.objects.create(edition=editions["E"], provision=ended)

    context = context_of(learner, LIST)

    assert [(card.title, card.state, card.percent, card.due_on) for card in context["modules"]] == [
        ("A", "assigned", 0, date(2026, 12, 1)),
        ("B", "studying", 50, None),
        ("C", "done", 100, None),
        ("D", "waiting_exam", 100, None),
        ("E", "outdated", None, None),
        ("F", "none", None, None),
    ]
    assert context["total"] == 6
    states = {option["value"]: option["count"] for option in context["filters"][0]["options"]}
    assert states == {"assigned": 1, "studying": 1, "done": 1, "waiting_exam": 1, "outdated": 1, "none": 1}


def test_filters_narrow_and_chips_take_them_off(learner: Learner, index: ModuleIndexPage) -> None:
    framework = make_framework(owner_unit=learner.unit)
    one = make_competency(framework=framework, code="X", name="Một cửa & liên thông")
    two = make_competency(framework=framework, code="Y", name="Dữ liệu")
    for code, competency in [("A", one), ("B", one), ("C", two)]:
        page = make_module_page(index=index, code=code, title=code)
        ModuleCompetency.objects.create(page=page, competency=competency, level=2)
        make_edition(page=page)
    begun = ModuleEdition.objects.get(code="B")
    make_enrolment(staff=learner.staff, module_uid=begun.module_uid)

    query = "?trang-thai=studying&nang-luc=M%E1%BB%99t+c%E1%BB%ADa+%26+li%C3%AAn+th%C3%B4ng&trang-thai=khac"
    context = context_of(learner, LIST + query)

    assert [card.title for card in context["modules"]] == ["B"]
    state_chip, competency_chip = context["active_filters"]
    assert titles(learner, state_chip["remove_url"]) == ["A", "B"]
    assert competency_chip == {"label": "Một cửa & liên thông", "remove_url": "?trang-thai=studying"}


def test_the_list_is_sorted_as_asked(learner: Learner, index: ModuleIndexPage) -> None:
    for code, title, days in [("A", "Đạo đức", 3), ("B", "Chuyển đổi số", 1), ("C", "Ấn phẩm", 2)]:
        page = make_module_page(index=index, code=code, title=title)
        make_edition(page=page, published_at=AT - timedelta(days=days))

    assert titles(learner, "?sort=title") == ["Ấn phẩm", "Chuyển đổi số", "Đạo đức"]
    assert titles(learner, "?sort=newest") == ["Chuyển đổi số", "Ấn phẩm", "Đạo đức"]
    assert titles(learner, "?sort=khac") == ["Đạo đức", "Chuyển đổi số", "Ấn phẩm"]


def test_long_lists_are_paged_and_keep_the_search(learner: Learner, index: ModuleIndexPage) -> None:
    for number in range(21):
        make_edition(page=make_module_page(index=index, code=f"M{number:02}", title=f"Chuyên đề {number:02}"))

    first = context_of(learner, f"{LIST}?q=chuyên+đề")
    second = context_of(learner, LIST + first["pager"]["next_url"])

    assert (first["pager"]["number"], first["pager"]["pages"], first["pager"]["previous_url"]) == (1, 2, None)
    assert [card.title for card in second["modules"]] == ["Chuyên đề 20"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    learner: Learner, index: ModuleIndexPage, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    framework = make_framework(owner_unit=learner.unit)
    provision = make_provision(document=make_document())
    for number in range(count):
        page = make_module_page(index=index, code=f"M{number}", exam_code=f"T{number}")
        ModuleCompetency.objects.create(
            page=page, competency=make_competency(framework=framework, code=f"N{number}"), level=2
        )
        edition = make_edition(page=page)
        EditionCitation.objects.create(edition=edition, provision=provision)
        make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)

    with django_assert_num_queries(18):
        context = context_of(learner, LIST)

    assert context["total"] == count


# --- one module ------------------------------------------------------------------------------------------------------


def test_a_module_not_begun_offers_to_begin(learner: Learner, edition: ModuleEdition) -> None:
    context = context_of(learner, PAGE)

    assert context["module"]["title"] == "Kiểm soát thủ tục hành chính"
    assert (context["module"]["edition"], context["module"]["minutes"]) == (1, 20)
    assert context["module"]["updated_on"] == date(2026, 10, 5)
    assert (context["enrolment"], context["exam"], context["outdated"]) == (None, None, False)
    assert (context["action"].method, context["action"].url) == ("post", f"{PAGE}bat-dau/")
    assert [line["state"] for line in context["lessons"]] == ["current", "open"]
    assert not Enrolment.objects.exists()


def test_a_module_under_way_offers_the_next_lesson_and_keeps_its_test_locked(
    learner: Learner, edition: ModuleEdition
) -> None:
    publish_exam(learner, edition)
    duty = make_assignment(module_uid=edition.module_uid, owner_unit=learner.unit)
    enrolment = make_enrolment(
        staff=learner.staff, module_uid=edition.module_uid, assignment=duty, due_on=date(2026, 11, 25)
    )
    make_progress(enrolment=enrolment, edition=edition)

    context = context_of(learner, PAGE)

    assert (context["action"].method, context["action"].url) == ("get", f"{PAGE}bai/bai-2/")
    assert (context["exam"].state, context["exam"].url) == ("locked", "/thi/CCHC/")
    assert context["enrolment"] == {
        "due_on": date(2026, 11, 25),
        "state": "soon",
        "days": 2,
        "mandatory": True,
        "assigned_by": "Xã Vân Sơn",
        "progress_done": 1,
        "progress_total": 2,
        "completed_on": None,
    }


def test_a_completed_module_leads_to_its_test(learner: Learner, edition: ModuleEdition) -> None:
    publish_exam(learner, edition)
    make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)

    context = context_of(learner, PAGE)

    assert (context["exam"].state, context["action"].url) == ("open", "/thi/CCHC/")
    assert context["enrolment"]["completed_on"] == date(2026, 10, 12)


def test_a_module_completed_in_an_earlier_edition_stays_completed(learner: Learner, edition: ModuleEdition) -> None:
    make_completion(staff=learner.staff, edition=edition, unit=learner.unit, position=learner.position)
    ModuleEdition.objects.create(
        module_uid=edition.module_uid,
        code=edition.code,
        number=2,
        title="Bản mới",
        lessons=edition.lessons,
        sha256="2",
        published_at=AT,
    )

    context = context_of(learner, PAGE)

    assert (context["module"]["title"], context["module"]["edition"]) == ("Bản mới", 2)
    assert (context["enrolment"]["progress_done"], context["enrolment"]["state"]) == (2, "done")
    assert context["action"] is None


def test_citations_carry_their_state_of_today(learner: Learner, edition: ModuleEdition) -> None:
    in_force = make_provision(document=make_document(), path="điều 18 khoản 5")
    ended = make_provision(document=make_document(number="45/2020/NĐ-CP", effective_to=date(2026, 7, 1)))
    for provision in (in_force, ended):
        EditionCitation.objects.create(edition=edition, lesson_key="bai-1", provision=provision)
    EditionCitation.objects.create(edition=edition, lesson_key="bai-2", provision=in_force)

    context = context_of(learner, PAGE)
    second = context_of(learner, f"{PAGE}bai/bai-2/")

    assert [citation.state for citation in context["citations"]] == ["in_force", "expired"]
    assert context["outdated"] is True
    assert [citation.state for citation in second["citations"]] == ["in_force"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_module_asks_the_same_number_of_queries(
    learner: Learner, index: ModuleIndexPage, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    keys = [f"bai-{number}" for number in range(count)]
    page = make_module_page(index=index, exam_code="CCHC")
    edition = make_edition(page=page, keys=keys)
    publish_exam(learner, edition)
    document, framework = make_document(), make_framework(owner_unit=learner.unit)
    enrolment = make_enrolment(staff=learner.staff, module_uid=edition.module_uid)
    for number, key in enumerate(keys):
        provision = make_provision(document=document, path=f"điều {number + 1}")
        EditionCitation.objects.create(edition=edition, lesson_key=key, provision=provision)
        make_progress(enrolment=enrolment, edition=edition, key=key, completed_at=None)
        competency = make_competency(framework=framework, code=f"N{number}")
        ModuleCompetency.objects.create(page=page, competency=competency, level=2)

    with django_assert_num_queries(26):
        context = context_of(learner, PAGE)

    assert len(context["lessons"]) == len(context["citations"]) == count


# --- studying --------------------------------------------------------------------------------------------------------


def test_beginning_enrols_and_opens_the_first_lesson(learner: Learner, edition: ModuleEdition) -> None:
    response = learner.client.post(f"{PAGE}bat-dau/", follow=True)

    assert response.redirect_chain == [(f"{PAGE}bai/bai-1/", 302)]
    assert Enrolment.objects.get().staff == learner.staff
    assert LessonProgress.objects.get().opened_at == AT


def test_beginning_needs_a_post(learner: Learner, edition: ModuleEdition) -> None:
    assert learner.client.get(f"{PAGE}bat-dau/").status_code == 405
    assert learner.client.get(f"{PAGE}bai/bai-1/hoan-thanh/").status_code == 405
    assert not Enrolment.objects.exists()


def test_a_lesson_shows_its_frozen_text_and_the_way_on(learner: Learner, edition: ModuleEdition) -> None:
    publish_exam(learner, edition)

    first = context_of(learner, f"{PAGE}bai/bai-1/")
    last = context_of(learner, f"{PAGE}bai/bai-2/")

    assert first["body_html"] == "<p>Nội dung bai-1</p>"
    assert (first["previous"], first["next"]["number"], first["percent"]) == (None, 2, 0)
    assert first["complete_url"] == f"{PAGE}bai/bai-1/hoan-thanh/"
    assert [(line["kind"], line["state"]) for line in first["toc"]] == [
        ("lesson", "current"),
        ("lesson", "open"),
        ("exam", "open"),
    ]
    # The test is not the next step while a lesson before it is open.
    assert (last["previous"]["number"], last["next"]) == (1, None)


def test_the_last_open_lesson_leads_to_the_test(learner: Learner, edition: ModuleEdition) -> None:
    publish_exam(learner, edition)
    learner.client.get(f"{PAGE}bai/bai-1/")
    learner.client.post(f"{PAGE}bai/bai-1/hoan-thanh/")

    context = context_of(learner, f"{PAGE}bai/bai-2/")
    response = learner.client.post(context["complete_url"])

    assert context["next"] == {"number": None, "title": Exam.objects.get().title, "url": "/thi/CCHC/"}
    assert response.url == "/thi/CCHC/"
    assert Completion.objects.get().edition == edition


def test_completing_leads_to_the_next_lesson_and_at_the_end_back_to_the_module(
    learner: Learner, edition: ModuleEdition
) -> None:
    learner.client.get(f"{PAGE}bai/bai-1/")
    learner.client.get(f"{PAGE}bai/bai-2/")

    first = learner.client.post(f"{PAGE}bai/bai-1/hoan-thanh/")
    last = learner.client.post(f"{PAGE}bai/bai-2/hoan-thanh/")

    assert (first.url, last.url) == (f"{PAGE}bai/bai-2/", PAGE)
    done = context_of(learner, f"{PAGE}bai/bai-2/")
    assert (done["completed_on"], done["complete_url"], done["percent"]) == (date(2026, 11, 23), None, 100)


def test_completing_without_reading_is_refused_in_words(
    learner: Learner, edition: ModuleEdition, settings: Any
) -> None:
    settings.LESSON_MINIMUM_SECONDS = 5

    unopened = learner.client.post(f"{PAGE}bai/bai-1/hoan-thanh/")
    learner.client.get(f"{PAGE}bai/bai-1/")
    # The server's clock alone counts, whatever a browser says and however often it asks.
    answers = [
        learner.client.post(f"{PAGE}bai/bai-1/hoan-thanh/", {"seconds": value})
        for value in ("999999", "-1", "99999999999999999999")
    ]

    assert unopened.url == f"{PAGE}bai/bai-1/"
    assert {answer.url for answer in answers} == {f"{PAGE}bai/bai-1/"}
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    assert "5" in learner.client.get(f"{PAGE}bai/bai-1/").content.decode()


def test_a_lesson_that_the_edition_does_not_have_is_not_found(learner: Learner, edition: ModuleEdition) -> None:
    assert learner.client.get(f"{PAGE}bai/khac/").status_code == 404
    assert learner.client.get(f"{LIST}KHAC/bai/bai-1/").status_code == 404
    assert learner.client.post(f"{PAGE}bai/khac/hoan-thanh/").url == PAGE
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_lesson_asks_the_same_number_of_queries(
    learner: Learner, index: ModuleIndexPage, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    keys = [f"bai-{number}" for number in range(count)]
    page = make_module_page(index=index, exam_code="CCHC")
    edition = make_edition(page=page, keys=keys)
    publish_exam(learner, edition)
    document = make_document()
    enrolment = make_enrolment(staff=learner.staff, module_uid=edition.module_uid)
    for number, key in enumerate(keys):
        provision = make_provision(document=document, path=f"điều {number + 1}")
        EditionCitation.objects.create(edition=edition, lesson_key="bai-0", provision=provision)
        make_progress(enrolment=enrolment, edition=edition, key=key, completed_at=None)

    with django_assert_num_queries(28):
        context = context_of(learner, f"{PAGE}bai/bai-0/")

    assert len(context["citations"]) == count
    assert len(context["toc"]) == count + 1
