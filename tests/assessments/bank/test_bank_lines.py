"""The bank as a list, and the keys that no list reads."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Question
from assessments.selectors.bank import bank_sufficiency, pool_for
from assessments.selectors.bank_lines import bank_lines, resting_on_other_law
from assessments.selectors.exams import exams_due
from competencies.selectors import profile_of
from legal.domain.effect import EffectStatus
from tests.factories.assessments import (
    KEYS,
    make_entry,
    make_exam,
    make_question,
    make_section,
    make_session,
    make_slot,
)
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import make_position, make_posting, make_staff, make_user

pytestmark = pytest.mark.django_db

CANARY = "CHIM-HOANG-YEN"


def question(bank, code, **values):
    values = {"competency": bank.competency, "author": bank.author, "reviewer": bank.reviewer} | values
    key = KEYS[values.get("type", "single")] | {"explanation": CANARY}
    return make_question(entry=make_entry(code=code, category=bank.category, owner_unit=bank.unit), key=key, **values)


def codes(lines):
    return [line.code for line in lines]


def test_bank_lines_tell_where_each_version_stands(bank, today):
    unknown = make_provision(document=make_document(number="876/QĐ-BNV", effective_from=None))
    question(bank, "B", provisions=[bank.provision, unknown], level=3)
    question(bank, "A", reviewer=None, type="true_false")

    draft, ready = bank_lines(bank.author, today)

    assert (draft.code, draft.status, draft.type, draft.grounds.statuses) == ("A", "draft", "true_false", ())
    assert (ready.code, ready.number, ready.level, ready.topic) == ("B", 1, 3, bank.category.name)
    assert ready.stem == "Ai công bố danh mục thủ tục?"
    assert (ready.competency, ready.author_id) == (bank.competency.name, bank.author.pk)
    assert ready.grounds.statuses == (EffectStatus.IN_FORCE, EffectStatus.UNKNOWN)
    assert (ready.grounds.are_flagged, ready.rests_on_other_law, ready.is_deliverable) == (True, False, True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", ["CCHC-1", "CCHC-2"]), ("cong bo", ["CCHC-2"]), ("TỪ CHỐI", ["CCHC-1"]), ("cchc-2", ["CCHC-2"]), ("x y", [])],
)
def test_bank_lines_find_words_and_codes(bank, today, query, expected):
    first, second = question(bank, "CCHC-1", type="true_false"), question(bank, "CCHC-2")
    Question.objects.filter(pk=first.pk).update(folded="nguoi dan duoc tu choi giay to")
    Question.objects.filter(pk=second.pk).update(folded="ai cong bo danh muc thu tuc")

    assert codes(bank_lines(bank.author, today, query=query)) == expected


def test_bank_lines_may_be_of_one_status(bank, today):
    question(bank, "A")
    question(bank, "B", reviewer=None)

    assert codes(bank_lines(bank.author, today, status="draft")) == ["B"]


def test_bank_lines_are_for_authors_and_reviewers(bank, today):
    question(bank, "A")

    assert codes(bank_lines(bank.reviewer, today)) == ["A"]
    assert bank_lines(make_user(username="hocvien"), today) == []


def test_questions_resting_on_law_of_another_time_are_listed(bank, today):
    ended = make_document(number="61/2018/NĐ-CP", effective_to=date(2025, 7, 1))
    coming = make_document(number="03/2026/QH16", effective_from=date(2027, 3, 1))
    question(bank, "A", provisions=[bank.provision])
    question(bank, "B", provisions=[bank.provision, make_provision(document=ended)])
    question(bank, "C", provisions=[make_provision(document=coming)])
    question(bank, "D", provisions=[make_provision(document=ended, path="điều 1")], reviewer=None)

    assert codes(resting_on_other_law(bank.author, today)) == ["B", "C"]
    assert codes(resting_on_other_law(bank.author, date(2025, 6, 30))) == ["C"]


def test_bank_lines_cost_the_same_with_one_version_and_with_three(bank, today, django_assert_num_queries):
    question(bank, "A", provisions=[bank.provision])
    with django_assert_num_queries(6):  # grants, tree, versions, citations, provisions, relations
        bank_lines(bank.author, today)
    question(bank, "B", provisions=[bank.provision])
    question(bank, "C", provisions=[make_provision(document=make_document(number="20/2008/NĐ-CP"))])
    with django_assert_num_queries(6):
        bank_lines(bank.author, today)


@pytest.fixture
def examinee(bank):
    """A person whose home, profile and library stand beside a bank full of canaries."""
    question(bank, "A", provisions=[bank.provision])
    question(bank, "B", type="numeric")
    exam = make_exam(owner_unit=bank.unit, author=bank.author, approver=bank.reviewer)
    make_slot(section=make_section(exam=exam), category=bank.category, count=2)
    make_session(exam=exam, owner_unit=bank.unit)
    staff = make_staff(full_name="Trần Thị An")
    make_user(username="hocvien", staff=staff)
    make_posting(staff=staff, unit=bank.unit, position=make_position())
    return staff


def test_no_list_reads_a_key(bank, examinee, today, at):
    exam = examinee and make_exam(code="HAI", owner_unit=bank.unit, author=bank.author, approver=bank.reviewer)
    make_slot(section=make_section(exam=exam), category=bank.category)

    with CaptureQueriesContext(connection) as queries:
        shown = [
            bank_lines(bank.author, today),
            pool_for(exam, today),
            bank_sufficiency(exam, today),
            exams_due(examinee, at),
            profile_of(examinee, today),
        ]

    assert not [query["sql"] for query in queries if '"key"' in query["sql"]]
    assert CANARY not in repr(shown)
    assert CANARY in json.dumps(Question.objects.non_polymorphic().first().key)


def test_no_public_page_holds_a_key(client, bank, examinee):
    addresses = [
        reverse("legal_document_list"),
        reverse("legal_document_detail", args=[bank.provision.document.uid]),
    ]
    with CaptureQueriesContext(connection) as queries:
        answers = [client.get(address) for address in addresses]
    client.force_login(examinee.user, backend="django.contrib.auth.backends.ModelBackend")
    answers.append(client.get(reverse("own_profile")))

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all(CANARY not in answer.content.decode() for answer in answers)
    assert not [query["sql"] for query in queries if "assessments_" in query["sql"]]
