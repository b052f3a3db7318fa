"""What an exam may draw."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.selectors.bank import pool_for
from tests.factories.assessments import make_category, make_entry, make_exam, make_question, make_section, make_slot
from tests.factories.competencies import make_competency, make_framework
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import make_unit, make_user

pytestmark = pytest.mark.django_db


def test_smoke(django_assert_num_queries):
    unit = make_unit(code="XA")
    author, reviewer = make_user(username="ra"), make_user(username="tham")
    competency = make_competency(framework=make_framework(owner_unit=unit))
    category = make_category()
    provision = make_provision(document=make_document())
    entry = make_entry(category=category, owner_unit=unit)
    question = make_question(
        entry=entry, competency=competency, author=author, reviewer=reviewer, provisions=[provision]
    )
    exam = make_exam(owner_unit=unit, author=author, approver=reviewer)
    make_slot(section=make_section(exam=exam), category=category)

    with django_assert_num_queries(6):
        pool = pool_for(exam, date(2026, 11, 23))

    assert [item.question_id for item in pool] == [question.pk]
