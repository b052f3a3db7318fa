"""The rows that tests of the bank and of exams stand on."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType

from assessments.models import Question
from competencies.services import load_framework, publish_framework
from organization.models import Role
from tests.factories.assessments import make_category
from tests.factories.competencies import make_competency, make_framework
from tests.factories.legal import make_document, make_provision
from tests.factories.organization import LONG_AGO, grant, make_unit, make_user

STARTER = Path("assessments/data/starter_questions.json")


@pytest.fixture
def bank() -> SimpleNamespace:
    """A unit with an author and a reviewer, one topic, one competency, and one provision in force."""
    unit = make_unit(code="TINH", name="Tỉnh Sơn Lâm")
    author, reviewer = make_user(username="rade"), make_user(username="thamdinh")
    grant(user=author, role=Role.QUESTION_AUTHOR, unit=unit)
    grant(user=reviewer, role=Role.QUESTION_REVIEWER, unit=unit)
    return SimpleNamespace(
        unit=unit,
        author=author,
        reviewer=reviewer,
        category=make_category(),
        competency=make_competency(framework=make_framework(owner_unit=unit)),
        provision=make_provision(document=make_document()),
    )


@pytest.fixture
def desk(at) -> SimpleNamespace:
    """A unit with an author and a reviewer, and the shipped framework in force; bank and register are empty."""
    unit = make_unit(code="TINH", name="Tỉnh Sơn Lâm")
    author, reviewer = make_user(username="rade"), make_user(username="thamdinh")
    grant(user=author, role=Role.QUESTION_AUTHOR, unit=unit)
    grant(user=reviewer, role=Role.QUESTION_REVIEWER, unit=unit)
    loaded = load_framework(owner_unit=unit, valid_from=LONG_AGO, by=None, at=at)
    publish_framework(framework=loaded.framework, by=None, at=at)
    return SimpleNamespace(unit=unit, author=author, reviewer=reviewer)


@pytest.fixture(scope="session")
def starter() -> bytes:
    """The shipped file of 66 questions."""
    return STARTER.read_bytes()


@pytest.fixture
def warm_content_types() -> None:
    """Look up what Django looks up once per process, so that counts of queries do not depend on the order of tests."""
    for model in Question.__subclasses__():
        ContentType.objects.get_for_model(model, for_concrete_model=False)
