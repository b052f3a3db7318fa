"""The rows that most tests of competencies stand on."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.factories.competencies import make_competency, make_framework, make_level_rule
from tests.factories.organization import make_position, make_posting, make_staff, make_unit


@pytest.fixture
def office() -> SimpleNamespace:
    """A commune with one person posted as chuyên viên, a framework of two competencies, and the level rule."""
    unit = make_unit(code="XA", name="Xã Vân Khê")
    position = make_position()
    staff = make_staff(full_name="Nguyễn Thị Bích Vân")
    make_posting(staff=staff, unit=unit, position=position)
    framework = make_framework(owner_unit=unit)
    return SimpleNamespace(
        unit=unit,
        position=position,
        staff=staff,
        framework=framework,
        control=make_competency(framework=framework, code="KSTTHC", name="Kiểm soát thủ tục hành chính", order=10),
        desk=make_competency(framework=framework, code="NVMC", name="Nghiệp vụ một cửa", order=20),
        rule=make_level_rule(),
    )
