"""Frameworks: the shipped data, coming into force, what holds on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from competencies.domain.levels import RULE_V1
from competencies.models import Competency, CompetencyFramework, CompetencyLevel, LevelRule, PositionRequirement
from competencies.selectors import columns_in_force, framework_in_force, level_rule_on, requirements_on
from competencies.services import FrameworkRefused, load_framework, publish_framework
from competencies.services.loading import FrameworkUnreadable, read_framework
from core.models import AuditEntry
from tests.factories.competencies import (
    describe_levels,
    make_competency,
    make_framework,
    make_level_rule,
    make_requirement,
)
from tests.factories.organization import make_position, make_unit, make_user

pytestmark = pytest.mark.django_db

BEGINS = date(2025, 7, 1)


def load(at, **changed):
    owner = changed.pop("owner_unit", None) or make_unit(code="TINH")
    return load_framework(owner_unit=owner, valid_from=BEGINS, by=None, at=at, **changed)


def test_load_framework_brings_the_seven_general_competencies_and_the_five_areas(at):
    loaded = load(at)

    general = Competency.objects.filter(group=Competency.Group.GENERAL).order_by("order")
    topical = Competency.objects.filter(group=Competency.Group.TOPICAL).order_by("order")
    assert list(general.values_list("code", flat=True)) == ["DDBL", "TCTH", "STVB", "GTUX", "QHPH", "CNTT", "NN"]
    assert list(topical.values_list("code", flat=True)) == ["KTCCHC", "KSTTHC", "NVMC", "PLCBCC", "BVDLCN"]
    # 12 competencies of 5 levels each.
    assert CompetencyLevel.objects.count() == 60
    assert (loaded.is_new, loaded.framework.status) == (True, CompetencyFramework.Status.DRAFT)


def test_load_framework_brings_the_level_rule_that_the_domain_names(at):
    load(at)

    assert level_rule_on(date(2026, 11, 23)) == RULE_V1


def test_load_framework_gives_positions_the_levels_of_their_kind_of_post(at):
    specialist = make_position(code="chuyen-vien")
    director = make_position(code="gd-ttpvhcc", name="Giám đốc Trung tâm Phục vụ hành chính công")
    make_position(code="khac", name="Việc khác")

    loaded = load(at, posts={"gd-ttpvhcc": "truong-phong"})

    required = requirements_on(BEGINS)
    assert required == {
        specialist.pk: dict.fromkeys(Competency.objects.values_list("code", flat=True), 2),
        director.pk: dict.fromkeys(Competency.objects.values_list("code", flat=True), 3),
    }
    # Two positions of twelve competencies.
    assert loaded.requirements == 24
    assert requirements_on(date(2025, 6, 30)) == {}


def test_load_framework_again_changes_nothing(at):
    make_position(code="chuyen-vien")
    unit = make_unit(code="TINH")
    load(at, owner_unit=unit)
    Competency.objects.filter(code="NN").update(name="Ngoại ngữ")
    PositionRequirement.objects.filter(competency__code="NN").update(level=1)

    loaded = load(at, owner_unit=unit)

    assert (loaded.is_new, loaded.requirements) == (False, 0)
    assert Competency.objects.get(code="NN").name == "Ngoại ngữ"
    assert PositionRequirement.objects.get(competency__code="NN").level == 1
    assert LevelRule.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("text", ["", "[]", '{"code": "X"}', "{"])
def test_read_framework_of_another_shape_is_refused(text):
    with pytest.raises(FrameworkUnreadable):
        read_framework(text)


def test_publish_framework_ends_the_version_in_force(at):
    unit, officer = make_unit(code="TINH"), make_user(username="noivu")
    former = make_framework(owner_unit=unit, version=1)
    draft = make_framework(owner_unit=unit, version=2, status="draft", name="Khung mới")
    describe_levels(make_competency(framework=draft))

    published = publish_framework(framework=draft, by=officer, at=at)

    former.refresh_from_db()
    assert (former.status, published.status) == ("ended", "in_force")
    assert framework_in_force() == draft
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_uid, entry.actor_uid) == ("framework.published", str(draft.uid), officer.uid)


def test_publish_framework_that_is_in_force_is_refused(at):
    framework = make_framework(owner_unit=make_unit(code="TINH"))

    with pytest.raises(FrameworkRefused) as refusal:
        publish_framework(framework=framework, by=None, at=at)

    assert refusal.value.code == "framework_not_draft"
    assert not AuditEntry.objects.exists()


def test_publish_framework_without_competencies_is_refused(at):
    unit = make_unit(code="TINH")
    former = make_framework(owner_unit=unit, version=1)
    draft = make_framework(owner_unit=unit, version=2, status="draft")

    with pytest.raises(FrameworkRefused) as refusal:
        publish_framework(framework=draft, by=None, at=at)

    former.refresh_from_db()
    assert (refusal.value.code, former.status) == ("framework_empty", "in_force")


def test_publish_framework_with_levels_not_described_is_refused(at):
    draft = make_framework(owner_unit=make_unit(code="TINH"), status="draft")
    describe_levels(make_competency(framework=draft, code="NVMC"))
    make_competency(framework=draft, code="KSTTHC")

    with pytest.raises(FrameworkRefused) as refusal:
        publish_framework(framework=draft, by=None, at=at)

    draft.refresh_from_db()
    assert (refusal.value.code, refusal.value.params) == ("framework_levels_missing", {"codes": "KSTTHC"})
    assert draft.status == "draft"


def test_columns_in_force_before_any_framework_are_none():
    assert columns_in_force().competencies == ()


def test_requirements_on_take_the_highest_of_the_periods_that_hold_the_day(django_assert_num_queries):
    position = make_position()
    framework = make_framework(owner_unit=make_unit(code="TINH"))
    control, desk = (make_competency(framework=framework, code=code) for code in ("KSTTHC", "NVMC"))
    make_requirement(position=position, competency=control, level=2, valid_to=date(2026, 7, 1))
    make_requirement(position=position, competency=control, level=3, valid_from=date(2026, 7, 1))
    make_requirement(position=position, competency=desk, level=1, valid_from=date(2027, 1, 1))

    with django_assert_num_queries(2):
        before = requirements_on(date(2026, 6, 30))
        after = requirements_on(date(2026, 7, 1), [position.pk])

    assert before == {position.pk: {"KSTTHC": 2}}
    assert after == {position.pk: {"KSTTHC": 3}}


def test_level_rule_on_is_the_one_that_began_last():
    make_level_rule(version=1, valid_from=date(2021, 1, 1))
    make_level_rule(version=2, min_fraction="0.8", valid_from=date(2026, 1, 1))

    assert level_rule_on(date(2025, 12, 31)).version == 1
    assert level_rule_on(date(2026, 1, 1)).min_fraction == Decimal("0.8")
