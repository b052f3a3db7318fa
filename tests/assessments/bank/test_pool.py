"""What an exam may draw on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.blueprint import DrawnSlot, DrawRules, FixedSlot, SectionRule
from assessments.domain.drawing import Shortage, draw
from assessments.selectors.bank import bank_sufficiency, draw_rules, grounds_of, pool_for
from legal.domain.effect import Effect
from tests.factories.assessments import make_category, make_entry, make_exam, make_question, make_section, make_slot
from tests.factories.competencies import make_competency
from tests.factories.legal import make_document, make_provision, make_relation

pytestmark = pytest.mark.django_db


def question(bank, code, **values):
    category = values.pop("category", bank.category)
    values = {"competency": bank.competency, "author": bank.author, "reviewer": bank.reviewer} | values
    return make_question(entry=make_entry(code=code, category=category, owner_unit=bank.unit), **values)


@pytest.fixture
def exam(bank):
    """An exam that draws two questions of the topic."""
    made = make_exam(owner_unit=bank.unit, author=bank.author, approver=bank.reviewer)
    make_slot(section=make_section(exam=made), category=bank.category, count=2)
    return made


def test_draw_rules_are_the_blueprint_in_order(bank, exam, django_assert_num_queries):
    named = question(bank, "A")
    second = make_section(exam=exam, order=2, title="Phần riêng", shuffles=False)
    make_slot(section=second, order=2, entry=named.entry, pinned=named, max_mark="2.5")
    make_slot(section=second, order=1, competency=bank.competency, level_from=2, level_to=4, count=3)

    with django_assert_num_queries(2):
        rules = draw_rules(exam)

    path = bank.category.path
    assert rules == DrawRules(
        (
            SectionRule("Phần chung", (DrawnSlot(2, path),)),
            SectionRule(
                "Phần riêng",
                (DrawnSlot(3, "", "KSTTHC", 2, 4), FixedSlot(named.entry_id, named.pk, Decimal("2.5"))),
                shuffles=False,
            ),
        )
    )


def test_pool_holds_ready_questions_with_body_and_grounds(bank, exam, today):
    ready = question(bank, "A", level=3, provisions=[bank.provision])
    question(bank, "B", reviewer=None)
    question(bank, "C", status="retired")

    (item,) = pool_for(exam, today)

    assert (item.question_id, item.entry_id, item.sha) == (ready.pk, ready.entry_id, ready.content_sha256)
    assert (item.type, item.competency, item.level, item.category_path) == ("single", "KSTTHC", 3, bank.category.path)
    assert item.body == ready.body
    assert item.grounds == (Effect(date(2010, 10, 14)),)


def test_pool_holds_what_some_slot_admits_and_nothing_else(bank, exam, today):
    below = make_category(code="CCHC-1", parent=bank.category)
    beside = make_category(code="KHAC")
    other = make_competency(framework=bank.competency.framework, code="NVMC")
    inside, deeper = question(bank, "A"), question(bank, "B", category=below)
    named = question(bank, "C", category=beside)
    of_rule = question(bank, "D", category=beside, competency=other, level=4)
    question(bank, "E", category=beside, competency=other, level=5)
    question(bank, "F", category=beside)
    make_slot(section=exam.sections.get(), order=2, entry=named.entry)
    make_slot(section=exam.sections.get(), order=3, competency=other, level_from=1, level_to=4)

    assert [item.question_id for item in pool_for(exam, today)] == [inside.pk, deeper.pk, named.pk, of_rule.pk]


def test_pool_leaves_out_what_rests_on_law_of_another_time(bank, exam):
    ending, coming = make_document(number="61/2018/NĐ-CP"), make_document(number="118/2025/NĐ-CP")
    make_relation(from_document=coming, to_document=ending, effective_on=date(2025, 7, 1))
    future = make_provision(document=coming, path="điều 5", effective_from=date(2025, 7, 1))
    unknown = make_provision(document=make_document(number="876/QĐ-BNV", effective_from=None))
    old = question(bank, "A", provisions=[make_provision(document=ending)])
    new = question(bank, "B", provisions=[future])
    both = question(bank, "C", provisions=[bank.provision, unknown])
    uncited = question(bank, "D")

    before = [item.question_id for item in pool_for(exam, date(2025, 6, 30))]
    after = [item.question_id for item in pool_for(exam, date(2025, 7, 1))]

    # Of unknown effect, or without a ground, a question may be drawn; a person looks at it.
    assert before == [old.pk, both.pk, uncited.pk]
    assert after == [new.pk, both.pk, uncited.pk]


def test_pool_leaves_out_types_that_cannot_be_asked(bank, exam, today, monkeypatch):
    from assessments.domain.questions.registry import question_type

    monkeypatch.setattr(type(question_type("ordering")), "deliverable", False)
    question(bank, "A", type="ordering")
    asked = question(bank, "B")

    assert [item.question_id for item in pool_for(exam, today)] == [asked.pk]


def test_pool_costs_six_queries_with_one_question_and_with_three(bank, exam, today, django_assert_num_queries):
    question(bank, "A", provisions=[bank.provision])
    with django_assert_num_queries(6):
        pool_for(exam, today)
    other = make_provision(document=make_document(number="20/2008/NĐ-CP"))
    question(bank, "B", provisions=[bank.provision, other])
    question(bank, "C", type="multiple", provisions=[other])
    with django_assert_num_queries(6):
        pool_for(exam, today)


def test_pool_reads_no_key(bank, exam, today):
    question(bank, "A", provisions=[bank.provision])

    with CaptureQueriesContext(connection) as queries:
        pool_for(exam, today)

    assert not [query["sql"] for query in queries if '"assessments_question"."key"' in query["sql"]]


def test_grounds_of_questions_without_citations_are_missing(bank, django_assert_num_queries):
    cited, bare = question(bank, "A", provisions=[bank.provision]), question(bank, "B")

    with django_assert_num_queries(3):
        found = grounds_of([cited.pk, bare.pk])

    assert found == {cited.pk: [Effect(date(2010, 10, 14))]}


def test_a_paper_is_drawn_from_rules_and_pool(bank, exam, today):
    for code in "ABC":
        question(bank, code, provisions=[bank.provision])

    paper = draw(draw_rules(exam), pool_for(exam, today), seed="1", on=today)

    assert len(paper.slots) == 2
    assert paper == draw(draw_rules(exam), pool_for(exam, today), seed="1", on=today)


def test_bank_sufficiency_names_the_slots_that_cannot_be_filled(bank, exam, today, django_assert_num_queries):
    question(bank, "A", provisions=[bank.provision])

    with django_assert_num_queries(6):
        shortages = bank_sufficiency(exam, today)
    question(bank, "B")

    assert shortages == [Shortage(section=1, slot=1, wanted=2, available=1)]
    assert bank_sufficiency(exam, today) == []


def test_a_pinned_version_is_drawn_only_while_it_is_in_use(bank, today):
    first = question(bank, "A", number=1)
    exam = make_exam(owner_unit=bank.unit, author=bank.author, approver=bank.reviewer)
    make_slot(section=make_section(exam=exam), entry=first.entry, pinned=first)
    assert bank_sufficiency(exam, today) == []

    type(first).objects.filter(pk=first.pk).update(status="retired")
    make_question(entry=first.entry, number=2, competency=bank.competency, author=bank.author, reviewer=bank.reviewer)

    assert bank_sufficiency(exam, today) == [Shortage(section=1, slot=1, wanted=1, available=0)]
