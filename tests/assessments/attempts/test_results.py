"""The result: when the exam shows it, how much of it, and to whom."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Attempt, Exam, QuestionCitation
from assessments.services.finalize import finalize_pending
from organization.models import Role
from tests.assessments.delivery.browser import Browser
from tests.factories import assessments as bank
from tests.factories.attempts import STARTED_AT, World, aliases, make_attempt, make_examinee, make_world
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import grant, make_unit, make_user

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def handed_in(world: World, **columns: object) -> Attempt:
    """The first question right, the second wrong, the others left open."""
    attempt = make_attempt(world, **columns)
    wrong = aliases(attempt, 2)["aaaaa1"]
    browser = Browser.of(attempt)
    browser.save((1, 1, aliases(attempt, 1)["aaaaa2"]), (2, 2, wrong))
    browser.submit({1: 1, 2: 2})
    attempt.refresh_from_db()
    return attempt


def result(client, world: World, attempt: Attempt, query: str = ""):
    client.force_login(world.user, backend=BACKEND)
    return client.get(f"/thi/bai/{attempt.uid}/ket-qua/{query}")


def test_result_shows_marks_by_the_rules_of_the_attempt(client):
    # One mark of three: 33.33333 %; the pass mark is half of three.
    world = make_world(types=["single"] * 3)
    attempt = handed_in(world)

    context = result(client, world, attempt).context

    assert context["score"] == {
        "mark": 1,
        "scale": 3,
        "pass_mark": Decimal("1.5"),
        "percent": Decimal("33.3333300"),
        "pass_percent": Decimal("50"),
    }
    assert context["passed"] is False
    assert context["counts"] == {"right": 1, "partial": 0, "wrong": 1, "unanswered": 1}
    assert [(slot.number, slot.verdict) for slot in context["review"]] == [
        (1, "right"),
        (2, "wrong"),
        (3, "unanswered"),
    ]


def test_review_shows_key_explanation_and_grounds_with_their_state(client):
    world = make_world(types=["single"] * 2)
    document = make_document(number="61/2018/NĐ-CP")
    provision = make_provision(document=document)
    QuestionCitation.objects.bulk_create([QuestionCitation(question=world.questions[0], provision=provision)])
    attempt = handed_in(world)

    first, second = result(client, world, attempt).context["review"]

    assert first.show_key
    assert [option.right for option in first.options if option.chosen] == [True]
    assert [option.text for option in second.options if option.right] == ["Chủ tịch cấp tỉnh"]
    assert first.explanation == "Điều 13."
    assert [(ground.where.endswith("61/2018/NĐ-CP"), ground.url) for ground in first.citations] == [
        (True, f"/van-ban/{document.uid}/")
    ]
    assert second.citations == ()


@pytest.mark.parametrize(
    ("columns", "key", "explanation"),
    [
        ({"review_answers": False}, False, "Điều 13."),
        ({"review_explanations": False}, True, ""),
        ({"review_answers": False, "review_explanations": False}, False, ""),
    ],
)
def test_review_keeps_back_what_the_exam_does_not_show(client, columns, key, explanation):
    world = make_world(types=["single"] * 2, **columns)
    attempt = handed_in(world)

    _, wrong = result(client, world, attempt).context["review"]

    assert (wrong.show_key, wrong.explanation) == (key, explanation)
    assert any(option.right for option in wrong.options) is key


def test_only_what_was_not_right_can_be_asked_for(client):
    world = make_world(types=["single"] * 3)
    attempt = handed_in(world)

    context = result(client, world, attempt, "?chua-dung=1").context

    assert [slot.number for slot in context["review"]] == [2, 3]
    assert context["only_wrong"] is True


@pytest.mark.parametrize("when", [Exam.ReviewWhen.CLOSE, Exam.ReviewWhen.RELEASE])
def test_result_before_its_time_shows_nothing(client, when):
    world = make_world(types=["single"] * 2, review_when=when)
    far = STARTED_AT + timedelta(days=36_500)
    session = bank.make_session(exam=world.exam, owner_unit=world.unit, closes_at=far)
    attempt = handed_in(world, session=session)

    response = result(client, world, attempt)

    html = response.content.decode()
    assert response.status_code == 403
    assert "no-store" in response.headers["Cache-Control"]
    assert not any(name in response.context for name in ("score", "review", "passed", "competencies"))
    assert "Điều 13." not in html
    opens_at = far + timedelta(seconds=60) if when == Exam.ReviewWhen.CLOSE else None
    assert response.context["result_from"] == opens_at


def test_result_waits_for_the_last_candidate_with_extra_time(client):
    world = make_world(types=["single"] * 2, review_when=Exam.ReviewWhen.CLOSE)
    # 900 seconds of extra time, then 60 for what is still on its way.
    closing = STARTED_AT + timedelta(days=36_500)
    session = bank.make_session(exam=world.exam, owner_unit=world.unit, closes_at=closing)
    other, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    bank.make_candidate(session=session, staff=other, extra_seconds=900)
    attempt = handed_in(world, session=session)

    assert result(client, world, attempt).context["result_from"] == closing + timedelta(seconds=960)


def test_result_after_the_close_waits_for_the_last_answer_of_a_prolonged_attempt(client):
    # One more attempt runs until 300 seconds after the close, then its 90 seconds of grace.
    world = make_world(types=["single"] * 2, review_when=Exam.ReviewWhen.CLOSE)
    closing = STARTED_AT + timedelta(days=36_500)
    session = bank.make_session(exam=world.exam, owner_unit=world.unit, closes_at=closing)
    other, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    make_attempt(world, session=session, staff=other, deadline=closing + timedelta(seconds=300), grace_seconds=90)
    attempt = handed_in(world, session=session)

    assert result(client, world, attempt).context["result_from"] == closing + timedelta(seconds=390)


def test_result_opens_with_the_release(client):
    world = make_world(types=["single"] * 2, review_when=Exam.ReviewWhen.RELEASE)
    attempt = handed_in(world)
    Exam.objects.update(released_at=attempt.sealed_at)

    assert result(client, world, attempt).status_code == 200


def test_result_of_a_running_attempt_is_not_found(client):
    world = make_world(types=["single"] * 2)

    assert result(client, world, make_attempt(world)).status_code == 404


def test_head_sees_what_was_reached_but_not_the_answers(client):
    world = make_world(types=["single"] * 2)
    attempt = handed_in(world)
    head = make_user(username="truong")
    grant(user=head, role=Role.UNIT_HEAD, unit=world.unit)
    client.force_login(head, backend=BACKEND)

    response = client.get(f"/thi/bai/{attempt.uid}/ket-qua/")

    assert response.context["score"]["mark"] == 1
    assert "review" not in response.context
    assert "Điều 13." not in response.content.decode()


def test_head_of_another_unit_does_not_find_it(client):
    world = make_world(types=["single"] * 2)
    attempt = handed_in(world)
    head = make_user(username="truong")
    grant(user=head, role=Role.UNIT_HEAD, unit=make_unit(code="XA-2"))
    client.force_login(head, backend=BACKEND)

    assert client.get(f"/thi/bai/{attempt.uid}/ket-qua/").status_code == 404


def test_competencies_show_the_level_that_was_proved(client):
    # Five questions of level 1, all right: level 1.
    world = make_world(types=["single"] * 5)
    attempt = make_attempt(world)
    browser = Browser.of(attempt)
    browser.save(*[(slot, 1, aliases(attempt, slot)["aaaaa2"]) for slot in range(1, 6)])
    browser.submit()
    finalize_pending(at=STARTED_AT)

    (row,) = result(client, world, attempt).context["competencies"]

    assert row == {
        "name": "Kiểm soát thủ tục hành chính",
        "url": "",
        "questions": 5,
        "mark": 5,
        "max_mark": 5,
        "level": 1,
        "note": "",
    }


def test_another_attempt_is_offered_when_there_is_one(client):
    world = make_world(types=["single"] * 3, attempts_allowed=2)
    attempt = handed_in(world)

    assert result(client, world, attempt).context["retry"] == {"url": "/thi/CCHC/", "left": 1}


def test_another_attempt_is_offered_where_there_is_no_limit(client):
    world = make_world(types=["single"] * 3)
    attempt = handed_in(world)

    response = result(client, world, attempt)

    assert response.context["retry"] == {"url": "/thi/CCHC/", "left": None}
    assert 'id="lam-lai"' in response.content.decode()


def test_own_results_are_listed_newest_first(client):
    world = make_world(types=["single"] * 2)
    first = handed_in(world)
    second = handed_in(world, number=2)
    other, _ = make_examinee(unit=world.unit, position=world.position, username="hai", full_name="Trần Văn Hai")
    handed_in(world, staff=other)
    client.force_login(world.user, backend=BACKEND)

    items = client.get("/ket-qua/").context["items"]

    assert [item["url"] for item in items] == [
        f"/thi/bai/{second.uid}/ket-qua/",
        f"/thi/bai/{first.uid}/ket-qua/",
    ]


def test_result_costs_the_same_whatever_the_paper(client):
    world = make_world(types=["single"] * 3)
    short, long = handed_in(world, questions=world.questions[:2]), handed_in(world, number=2)
    client.force_login(world.user, backend=BACKEND)
    client.get("/ket-qua/")

    costs = []
    for attempt in (short, long):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/thi/bai/{attempt.uid}/ket-qua/")
        costs.append(len(queries))

    assert costs[0] == costs[1]
