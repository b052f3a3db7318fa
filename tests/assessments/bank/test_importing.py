"""The shipped 66 questions, read into the bank.

The expected numbers were counted in the file by hand, on paper, and agree with the notes that came with it: 21 single,
11 multiple, 11 true/false, 8 numeric, 7 matching, 3 ordering, 3 scenario, 2 short text; 5 with an article number to be
checked and 2 from memory.
"""

from __future__ import annotations

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.domain.questions.content import parse_content
from assessments.domain.questions.registry import all_types
from assessments.models import Question, QuestionCategory, QuestionCitation, QuestionEntry
from assessments.services.importing import ImportReport, import_questions
from assessments.services.reviewing import approve_checked
from core.errors import NotAllowed
from core.models import AuditEntry
from legal.domain.citations import parse_citations
from legal.models import LegalDocument, Provision
from legal.services.loading import load_register

pytestmark = pytest.mark.django_db

BY_TYPE = {
    "single": 21,
    "multiple": 11,
    "true_false": 11,
    "numeric": 8,
    "matching": 7,
    "ordering": 3,
    "scenario": 3,
    "short_text": 2,
}
BY_COMPETENCY = {
    "KSTTHC": 13,
    "PLCBCC": 12,
    "NVMC": 9,
    "STVB": 9,
    "KTCCHC": 7,
    "GTUX": 5,
    "DDBL": 5,
    "BVDLCN": 3,
    "CNTT": 2,
    "TCTH": 1,
}
BY_LEVEL = {1: 23, 2: 27, 3: 12, 4: 4}
# 27 with the text of the norm read, 32 by secondary sources, 5 + 2 still to be checked.
BY_CHECK = {"T": 27, "S": 32, "M": 7}
UNCHECKED = ("CCHC-022", "CCHC-023", "CCHC-024", "CCHC-041", "CCHC-064", "CCHC-065", "CCHC-066")
# Of the 59 checked ones: an ordering, a true/false, two singles, two multiples and a numeric are among the unchecked.
CHECKED_BY_TYPE = {
    "single": 19,
    "multiple": 9,
    "true_false": 10,
    "numeric": 7,
    "matching": 7,
    "ordering": 2,
    "scenario": 3,
    "short_text": 2,
}
DELIVERABLE = {kind.code for kind in all_types() if kind.deliverable}


def read(desk, starter, at, **changed) -> ImportReport:
    values = {"content": starter, "owner_unit": desk.unit, "by": desk.author, "at": at} | changed
    return import_questions(**values)


def counted(column: str) -> Counter:
    return Counter(Question.objects.non_polymorphic().values_list(column, flat=True))


def changed_file(starter: bytes, **fields) -> bytes:
    """The file with fields of its first question replaced; None removes one."""
    questions = json.loads(starter)
    questions[0] = {name: value for name, value in (questions[0] | fields).items() if value is not None}
    return json.dumps(questions).encode()


def test_all_66_are_read_into_the_bank(desk, starter, at):
    report = read(desk, starter, at)

    assert report.accepted == tuple(f"CCHC-{number:03}" for number in range(1, 67))
    assert (report.unchanged, report.refused, report.is_written) == ((), (), True)
    assert counted("type") == BY_TYPE
    assert counted("competency__code") == BY_COMPETENCY
    assert counted("level") == BY_LEVEL
    assert counted("check_mark") == BY_CHECK
    assert counted("status") == {"in_review": 66}
    assert counted("author__username") == {"rade": 66}


def test_every_question_is_stored_as_the_model_of_its_type(desk, starter, at):
    read(desk, starter, at)

    assert Counter(question.type_code for question in Question.objects.all()) == BY_TYPE
    assert all(question.type_code == question.type for question in Question.objects.all())


def test_stored_content_is_valid_and_has_its_digest(desk, starter, at):
    read(desk, starter, at)

    for question in Question.objects.non_polymorphic():
        content = parse_content(question.type, question.body, question.key)
        assert content.sha256 == question.content_sha256
        assert content.body.to_json() == question.body


def test_warnings_name_what_is_unchecked_unknown_or_held(desk, starter, at):
    report = read(desk, starter, at)

    by_code = Counter(remark.code for remark in report.warnings)
    held = sum(count for kind, count in BY_TYPE.items() if kind not in DELIVERABLE)
    # CCHC-050 alone gives no day of effect.
    expected = {"content_article_to_check": 5, "content_from_memory": 2, "content_effect_unknown": 1}
    assert by_code == expected | ({"import_held": held} if held else {})
    of_law = [remark.question for remark in report.warnings if remark.field == "check"]
    assert tuple(of_law) == UNCHECKED


def test_sources_become_citations_of_documents_and_provisions(desk, starter, at):
    read(desk, starter, at)

    # 17 documents; 66 citations and 10 more: 3 in CCHC-002, 2 each in 013 and 015, 1 each in 035, 044 and 056.
    cited = [len(parse_citations(question["source"]["article"])) for question in json.loads(starter)]
    assert LegalDocument.objects.count() == 17
    assert QuestionCitation.objects.count() == sum(cited) == 76
    several = Question.objects.get(entry__code="CCHC-015").citations.order_by("pk")
    assert [citation.provision.path for citation in several] == [
        "điều 18 khoản 8",
        "điều 20 khoản 2",
        "điều 20 khoản 4",
    ]
    assert Counter(QuestionCitation.objects.values_list("check_mark", flat=True))["M"] == 7


def test_documents_unknown_to_the_register_take_days_and_mark_of_the_file(desk, starter, at):
    read(desk, starter, at)

    decree = LegalDocument.objects.get(number="63/2010/NĐ-CP")
    assert (decree.kind, str(decree.effective_from), decree.check_mark) == ("NĐ", "2010-10-14", "T")
    # The day given with an amended provision is the provision's own.
    amended = Provision.objects.get(document=decree, path="điều 17 khoản 1")
    assert str(amended.effective_from) == "2017-09-25"
    note = QuestionCitation.objects.get(provision=amended).note
    assert note == "sửa đổi bởi 92/2017/NĐ-CP"
    # Known only through an amended provision: of the circular itself no day is told.
    assert LegalDocument.objects.get(number="10/2025/TT-BNV").effective_from is None


def test_a_register_that_is_loaded_gains_nothing(desk, starter, at):
    load_register(by=None, at=at)
    before = (LegalDocument.objects.count(), Provision.objects.count())

    read(desk, starter, at)

    assert (LegalDocument.objects.count(), Provision.objects.count()) == before
    assert QuestionCitation.objects.count() == 76


def test_topics_are_added_once_by_name(desk, starter, at):
    read(desk, starter, at)

    assert QuestionCategory.objects.count() == 33
    topic = QuestionCategory.objects.get(name="Công khai TTHC")
    assert (topic.code, topic.depth) == ("cong-khai-tthc", 1)
    assert QuestionEntry.objects.filter(category__name="TTHC").count() == 8


def test_folded_text_finds_words_of_options_without_marks(desk, starter, at):
    read(desk, starter, at)

    found = Question.objects.non_polymorphic().filter(folded__contains="quy trinh noi bo")

    assert list(found.values_list("entry__code", flat=True)) == ["CCHC-001"]


def test_the_same_file_twice_changes_nothing_and_says_so(desk, starter, at):
    first = read(desk, starter, at)
    entries = AuditEntry.objects.count()

    second = read(desk, starter, at)

    assert second == ImportReport((), first.accepted, (), (), is_written=False)
    assert Question.objects.count() == 66
    assert AuditEntry.objects.count() == entries


def test_the_number_of_statements_does_not_grow_with_the_questions(
    desk, starter, at, django_assert_num_queries, warm_content_types
):
    load_register(by=None, at=at)
    read(desk, json.dumps(json.loads(starter)[:1]).encode(), at)
    questions = json.loads(starter)
    # Three questions of the first topic, which is there now: no document, provision or topic is new.
    three = [question for question in questions if question["topic"] == "TTHC"][1:4]

    with django_assert_num_queries(15):
        read(desk, json.dumps(three[:1]).encode(), at)
    with django_assert_num_queries(15):
        read(desk, json.dumps(three[1:]).encode(), at)


def test_a_dry_run_reports_the_same_and_writes_nothing(desk, starter, at):
    report = read(desk, starter, at, dry_run=True)

    assert (len(report.accepted), report.is_written) == (66, False)
    assert not QuestionEntry.objects.exists()
    assert not QuestionCategory.objects.exists()
    assert not LegalDocument.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"stem": None}, "stem", "content_missing"),
        ({"type": "essay"}, "type", "content_unknown_choice"),
        ({"level": 6}, "level", "content_unknown_choice"),
        ({"competency": "Năng lực lạ"}, "competency", "import_competency_unknown"),
        ({"source": {"document": "1/2026/NĐ-CP", "article": ";"}}, "source.article", "import_no_source"),
        ({"source": {"document": "1" * 61, "article": "Điều 1"}}, "source.document", "content_too_long"),
        ({"options": [{"key": "A", "text": "Một", "correct": True}]}, "options", "content_too_few"),
    ],
)
def test_one_refused_question_refuses_the_file(desk, starter, at, fields, field, code):
    report = read(desk, changed_file(starter, **fields), at)

    assert [(remark.question, remark.field, remark.code) for remark in report.refused] == [("CCHC-001", field, code)]
    assert (report.accepted, report.is_written) == ((), False)
    assert not QuestionEntry.objects.exists()
    assert not LegalDocument.objects.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'"x"', b"[" * 100_000])
def test_what_is_no_list_of_questions_is_refused(desk, at, content):
    report = read(desk, content, at)

    assert report.refused[0].field == "content"
    assert not QuestionEntry.objects.exists()


@pytest.mark.parametrize("fields", [{"stem": "Lời hỏi khác?"}, {"level": 2}, {"competency": "Nghiệp vụ một cửa"}])
def test_another_question_under_a_known_code_is_refused(desk, starter, at, fields):
    read(desk, starter, at)

    report = read(desk, changed_file(starter, **fields), at)

    assert [(remark.question, remark.code) for remark in report.refused] == [("CCHC-001", "import_differs")]
    assert Question.objects.count() == 66


def test_an_account_without_the_right_imports_nothing(desk, starter, at):
    with pytest.raises(NotAllowed):
        read(desk, starter, at, by=desk.reviewer)

    assert not QuestionEntry.objects.exists()


def test_checked_questions_are_approved_at_once_by_somebody_else(desk, starter, at):
    read(desk, starter, at)

    batch = approve_checked(by=desk.reviewer, at=at)

    held = sum(count for kind, count in CHECKED_BY_TYPE.items() if kind not in DELIVERABLE)
    assert sum(CHECKED_BY_TYPE.values()) == 59
    assert (len(batch.approved), len(batch.held)) == (59 - held, held)
    assert (batch.unchecked, batch.own) == (UNCHECKED, ())
    ready = Question.objects.non_polymorphic().filter(status="ready")
    assert Counter(ready.values_list("type", flat=True)) == {
        kind: count for kind, count in CHECKED_BY_TYPE.items() if kind in DELIVERABLE
    }
    assert set(ready.values_list("reviewer__username", "reviewed_at")) == {("thamdinh", at)}
    assert not ready.filter(check_mark="M").exists()


def run(*arguments) -> str:
    said = StringIO()
    call_command("import_questions", "assessments/data/starter_questions.json", *arguments, stdout=said)
    return said.getvalue()


def test_the_command_reports_as_json_in_words_that_people_read(desk):
    report = json.loads(run("--as", "rade", "--json"))

    assert (len(report["accepted"]), report["refused"], report["written"]) == (66, [], True)
    warning = next(one for one in report["warnings"] if one["question"] == "CCHC-065")
    assert (warning["field"], warning["code"]) == ("check", "content_from_memory")
    assert warning["message"] not in ("", "content_from_memory")


def test_the_command_twice_says_that_nothing_is_new(desk):
    run("--as", "rade")

    said = run("--as", "rade", "--unit", "TINH").splitlines()

    assert (said[0], said[-1]) == ("0 new, 66 unchanged, 0 refused", "Nothing new was written.")


def test_the_command_on_trial_writes_nothing(desk):
    said = run("--as", "rade", "--dry-run")

    assert said.startswith("66 new, 0 unchanged, 0 refused")
    assert not QuestionEntry.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [("--as", "nobody"), ("--as", "thamdinh"), ("--as", "thamdinh", "--unit", "TINH"), ("--as", "rade", "--unit", "?")],
)
def test_the_command_refuses_who_may_not_write(desk, arguments):
    with pytest.raises(CommandError):
        run(*arguments)

    assert not QuestionEntry.objects.exists()


def test_the_command_fails_when_a_question_is_refused(desk, starter, tmp_path):
    file = tmp_path / "questions.json"
    file.write_bytes(changed_file(starter, stem=None))
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("import_questions", str(file), "--as", "rade", "--json", stdout=said)

    assert json.loads(said.getvalue())["refused"][0]["question"] == "CCHC-001"
    assert not QuestionEntry.objects.exists()


def test_the_command_refuses_a_file_that_is_not_there(desk):
    with pytest.raises(CommandError):
        call_command("import_questions", "khong-co.json", "--as", "rade")
