"""What a staff list changes: decided row by row, told by cell, committed as a whole or not at all."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import AuditEntry
from core.vietnamese.formatting import PartialDate
from organization import selectors
from organization.importing.report import lines, told
from organization.models import JobAssignment, StaffIdentifier, StaffMember, UnitChange
from organization.services.staff_import import import_staff
from tests.factories.organization import (
    make_position,
    make_posting,
    make_staff,
    make_unit,
    make_user,
)
from tests.organization.sheets import HEADINGS, PERSON, person, with_rows, xlsx

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
AS_OF = date(2026, 3, 10)
MARCH = date(2026, 3, 1)
CHANGE = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def register():
    """The units XA and YB, and the positions Chuyên viên and Văn thư."""
    units = {code: make_unit(code=code, name=f"Xã {code}") for code in ("XA", "YB")}
    positions = {name: make_position(code=name.lower(), name=name) for name in ("Chuyên viên", "Văn thư")}
    return units | positions


def run(*rows, data=None, **kwargs):
    options = {"as_of": AS_OF, "by": None, "at": AT} | kwargs
    return import_staff(data=data if data is not None else xlsx(rows), **options)


def codes(issues):
    return [(issue.cell, issue.reason.code) for issue in issues]


def everything():
    models = (StaffMember, StaffIdentifier, JobAssignment, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def actions(report):
    return [row.action.value for row in report.plan.accepted]


class TestNewPerson:
    def test_person_and_posting_are_written_and_audited(self, register):
        report = run(person())

        staff = StaffMember.objects.get()
        assert (staff.full_name, staff.given_name, staff.gender) == ("Nguyễn Thị Bích Vân", "Vân", "nu")
        assert (staff.birth_year, staff.birth_month, staff.birth_day) == (1985, 3, 1)
        assert (staff.folded, staff.identifiers.get().value) == ("nguyen thi bich van", "CB001")
        posting = selectors.posting_on(staff.pk, MARCH)
        assert (posting.unit_id, posting.position_id) == (register["XA"].pk, register["Chuyên viên"].pk)
        assert selectors.posting_on(staff.pk, date(2026, 2, 28)) is None
        assert (report.committed, actions(report)) == (True, ["new"])
        assert [(entry.verb, entry.subject_uid) for entry in AuditEntry.objects.order_by("pk")] == [
            ("staff.registered", staff.uid),
            ("posting.given", staff.uid),
            ("staff.imported", None),
        ]

    def test_optional_columns_may_be_missing_and_the_posting_begins_on_the_day_of_the_list(self):
        keep = [0, 1, 4, 5]

        run(data=xlsx([[PERSON[place] for place in keep]], headings=[HEADINGS[place] for place in keep]))

        staff = StaffMember.objects.get()
        assert (staff.birth_year, staff.gender) == (None, "")
        assert staff.job_assignments.get().valid_from == AS_OF

    @pytest.mark.parametrize(
        ("written", "birth"),
        [
            ("01/3/1985", (1985, 3, 1)),
            ("1/3/1985", (1985, 3, 1)),
            ("3/1985", (1985, 3, None)),
            ("1985", (1985, None, None)),
            (1985, (1985, None, None)),
            (31107, (1985, 3, 1)),  # 1985-03-01: 85 years of 365 days, 21 leap days, 60 days, and Excel's one too many
            (datetime(1985, 3, 1), (1985, 3, 1)),
            ("\u00a001/03/1985 ", (1985, 3, 1)),
            (None, (None, None, None)),
        ],
    )
    def test_birth_dates_are_read_as_offices_write_them(self, written, birth):
        report = run(person(C=written))

        assert report.plan.refused == []
        staff = StaffMember.objects.get()
        assert (staff.birth_year, staff.birth_month, staff.birth_day) == birth

    @pytest.mark.parametrize(
        ("written", "name", "warnings"),
        [
            ("nguyễn thị hà", "Nguyễn Thị Hà", []),
            ("NGUYỄN THỊ HÀ", "Nguyễn Thị Hà", [("B2", "cell_name_capitals")]),
            (unicodedata.normalize("NFD", "Nguyễn Thị Hà"), "Nguyễn Thị Hà", []),
            ("Nguyễn\u00a0Thị  Hà\u200b ", "Nguyễn Thị Hà", []),
            ("\u00d0ỗ Văn \u00d0ạt", "Đỗ Văn Đạt", []),
            ("H' Linh Niê", "H' Linh Niê", []),
        ],
    )
    def test_names_are_cleaned_and_what_was_rewritten_is_told(self, written, name, warnings):
        report = run(person(B=written))

        assert StaffMember.objects.get().full_name == name
        assert codes(report.plan.warnings) == warnings

    def test_code_keeps_its_zeros_and_a_number_is_warned_about(self):
        report = run(person(A="00123"), person(A=123, B="Trần Văn An"))

        assert list(StaffIdentifier.objects.order_by("pk").values_list("value", flat=True)) == ["00123", "123"]
        assert codes(report.plan.warnings) == [("A3", "cell_code_zeros")]

    def test_namesake_under_another_code_is_written_and_told(self):
        make_staff(full_name="Nguyễn Thị Bích Vân", code="CB999", birth=PartialDate(1985, 3, 1))

        report = run(person(), person(A="CB002"))

        assert codes(report.plan.warnings) == [
            ("B2", "row_namesake_known"),
            ("B3", "row_namesake_in_list"),
            ("B3", "row_namesake_known"),
        ]
        assert StaffMember.objects.count() == 3

    def test_titles_of_groups_and_totals_are_passed_over(self):
        report = run(["I. VĂN PHÒNG"], person(), [None, "Tổng số: 01 người"])

        assert actions(report) == ["new"]
        assert codes(report.plan.warnings) == [("", "row_passed_over")] * 2

    def test_unit_that_ended_takes_people_in_a_list_of_its_time_until_its_end(self):
        make_unit(code="H", name="Huyện Vân Sơn", kind="huyen", valid_to=CHANGE)

        run(person(F="H", G="01/01/2024"), as_of=date(2025, 6, 30))

        posting = JobAssignment.objects.get()
        assert (posting.valid_from, posting.valid_to) == (date(2024, 1, 1), CHANGE)


class TestKnownPerson:
    @pytest.fixture
    def known(self, register):
        staff = make_staff(full_name="Nguyễn Thị Bích Vân", code="CB001", birth=PartialDate(1985, 3, 1), gender="nu")
        make_posting(staff=staff, unit=register["XA"], position=register["Chuyên viên"])
        return staff

    def test_same_row_again_changes_nothing(self, known):
        before = everything()[:3]

        report = run(person())

        assert actions(report) == ["unchanged"]
        assert everything()[:3] == before

    @pytest.mark.parametrize("birth", ["1985", "3/1985", None])
    def test_list_that_says_less_takes_nothing_away(self, birth, known):
        assert actions(run(person(C=birth, D=None))) == ["unchanged"]

    def test_list_that_says_more_completes_the_person(self, known):
        StaffMember.objects.update(birth_month=None, birth_day=None, gender="")

        report = run(person())

        known.refresh_from_db()
        assert actions(report) == ["corrected"]
        assert (known.birth_year, known.birth_month, known.birth_day, known.gender) == (1985, 3, 1, "nu")
        assert report.plan.warnings == []

    def test_person_in_another_unit_moves_on_the_day_of_the_row(self, known, register):
        report = run(person(F="YB"))

        assert actions(report) == ["moved"]
        old, new = known.job_assignments.order_by("valid_from")
        assert (old.valid_to, new.valid_from, new.unit) == (MARCH, MARCH, register["YB"])
        assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
            "posting.ended",
            "posting.given",
            "staff.imported",
        ]

    def test_other_position_in_the_same_unit_is_a_move(self, known, register):
        assert actions(run(person(E="Văn thư"))) == ["moved"]
        assert selectors.posting_on(known.pk, AS_OF).position_id == register["Văn thư"].pk

    def test_posting_that_began_the_same_day_is_replaced_and_told(self, known, register):
        JobAssignment.objects.update(valid_from=MARCH)

        report = run(person(F="YB"))

        old, new = known.job_assignments.order_by("pk")
        assert (old.voided_at, new.unit) == (AT, register["YB"])
        assert codes(report.plan.warnings) == [("F2", "row_replaces")]

    def test_person_whose_posting_has_ended_is_posted_anew(self, known):
        JobAssignment.objects.update(valid_to=date(2026, 1, 1))

        assert actions(run(person())) == ["moved"]
        assert known.job_assignments.count() == 2

    def test_row_older_than_what_is_recorded_is_refused_and_nothing_was_written(self, known):
        JobAssignment.objects.update(valid_from=date(2026, 3, 5))
        before = everything()

        report = run(person(F="YB"))

        assert codes(report.plan.refused) == [("G2", "row_posted_later")]
        assert everything() == before

    def test_name_that_changes_with_the_same_birth_date_is_corrected_and_told(self, known):
        report = run(person(B="Nguyễn Thị Bích Vân Anh"))

        known.refresh_from_db()
        assert (known.full_name, actions(report)) == ("Nguyễn Thị Bích Vân Anh", ["corrected"])
        assert codes(report.plan.warnings) == [("B2", "row_name_changes")]

    def test_birth_date_that_changes_with_the_same_name_is_corrected_and_told(self, known):
        report = run(person(C="02/03/1985"))

        known.refresh_from_db()
        assert (known.birth_day, actions(report)) == (2, ["corrected"])
        assert codes(report.plan.warnings) == [("C2", "row_birth_changes")]

    def test_code_of_another_person_is_refused_and_nothing_was_written(self, known):
        before = everything()

        report = run(person(B="Trần Văn An", C="1990"))

        assert codes(report.plan.refused) == [("A2", "row_code_of_another")]
        assert everything() == before

    def test_same_name_under_another_code_is_another_person(self, known):
        run(person(A="CB002", C="1990"))

        assert StaffMember.objects.count() == 2


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "issue"),
        [
            ({"A": None}, ("A2", "cell_missing")),
            ({"A": 1.2e11 + 0.5}, ("A2", "cell_code_number")),
            ({"B": None}, ("B2", "cell_missing")),
            ({"B": "Nguyễn Văn 2"}, ("B2", "staff_name_characters")),
            ({"B": "NguyÔn V¨n An"}, ("B2", "cell_old_font")),
            ({"B": "x" * 221}, ("B2", "cell_too_long")),
            ({"C": "31/02/1985"}, ("C2", "date_impossible")),
            ({"C": "khoảng 1985"}, ("C2", "birth_date_format")),
            ({"C": 60}, ("C2", "birth_date_format")),
            ({"C": "2020"}, ("C2", "cell_birth_unlikely")),
            ({"C": "1901"}, ("C2", "cell_birth_unlikely")),
            ({"D": "x"}, ("D2", "cell_gender")),
            ({"E": None}, ("E2", "cell_missing")),
            ({"E": "Phi công"}, ("E2", "cell_position_unknown")),
            ({"F": None}, ("F2", "cell_missing")),
            ({"F": "ZZ"}, ("F2", "cell_unit_unknown")),
            ({"G": "3/2026"}, ("G2", "date_format")),
            ({"G": "2026-03"}, ("G2", "birth_date_format")),
            ({"G": "01/01/2030"}, ("G2", "cell_start_far")),
            ({"G": "01/01/2019"}, ("F2", "cell_unit_later")),
        ],
    )
    def test_bad_cell_is_named_by_its_address_and_nothing_was_written(self, changes, issue):
        before = everything()

        report = run(person(**changes))

        assert codes(report.plan.refused) == [issue]
        assert not report.committed
        assert everything() == before

    def test_one_bad_row_keeps_the_good_ones_out_and_all_faults_are_told(self):
        before = everything()

        report = run(person(), person(A="CB002", C="x", D="x", F="ZZ"), person(A="CB003", F="ZZ"))

        assert codes(report.plan.refused) == [
            ("C3", "birth_date_format"),
            ("D3", "cell_gender"),
            ("F4", "cell_unit_unknown"),
        ]
        assert actions(report) == ["new"]
        assert everything() == before

    def test_code_that_stands_twice_is_refused(self):
        report = run(person(), person(B="Trần Văn An", C="1990"))

        assert codes(report.plan.refused) == [("A3", "row_code_twice")]
        assert told(report.plan.refused[0]).endswith("[CB001]")

    def test_formula_without_a_value_and_error_values_are_refused_by_cell(self):
        cells = list(PERSON)
        cells[2] = "<c><f>TODAY()-1</f></c>"
        cells[4] = '<c t="e"><f>VLOOKUP(1,A:A,1)</f><v>#REF!</v></c>'

        report = run(data=with_rows(cells))

        assert codes(report.plan.refused) == [("C2", "cell_no_value"), ("E2", "cell_error")]

    def test_formula_with_a_kept_value_is_read(self):
        cells = list(PERSON)
        cells[2] = "<c><f>DATE(1985,3,1)</f><v>31107</v></c>"

        run(data=with_rows(cells))

        assert StaffMember.objects.get().birth_day == 1

    def test_merged_unit_names_its_heir_and_the_day(self, register):
        old = make_unit(code="TT", name="Thị trấn Sông Cầu", kind="thi_tran", valid_to=CHANGE)
        UnitChange.objects.create(
            kind="merged",
            predecessor=old,
            successor=register["XA"],
            heir=True,
            effective_on=CHANGE,
            decision="Nghị quyết số 1",
        )

        report = run(person(F="TT"))

        [issue] = report.plan.refused
        assert (issue.cell, issue.reason.code) == ("F2", "cell_unit_merged")
        assert issue.reason.params == {"unit": "Thị trấn Sông Cầu", "day": CHANGE, "successors": "Xã XA"}

    @pytest.mark.parametrize(
        ("kind", "code"),
        [("split", "cell_unit_split"), ("dissolved", "cell_unit_dissolved"), (None, "cell_unit_ended")],
    )
    def test_other_ends_of_a_unit_are_told_apart(self, kind, code, register):
        old = make_unit(code="TT", valid_to=CHANGE)
        if kind is not None:
            successor = register["XA"] if kind == "split" else None
            UnitChange.objects.create(
                kind=kind,
                predecessor=old,
                successor=successor,
                heir=successor is not None,
                effective_on=CHANGE,
                decision="1",
            )

        assert codes(run(person(F="TT")).plan.refused) == [("F2", code)]

    def test_position_no_longer_in_use_and_two_of_one_name_are_refused(self):
        make_position(code="cu", name="Cán sự", valid_to=CHANGE)
        make_position(code="vt2", name="Văn  thư")

        report = run(person(E="Cán sự"), person(A="CB002", B="Trần Văn An", E="Văn thư"))

        assert codes(report.plan.refused) == [
            ("E2", "cell_position_unknown"),
            ("E3", "cell_position_ambiguous"),
        ]

    def test_position_is_found_whatever_its_case_and_placement_of_tones(self, register):
        make_position(code="thuy", name="Thủy thủ")

        report = run(person(E="CHUYÊN VIÊN"), person(A="CB002", B="Trần Văn An", E="Thuỷ thủ"))

        assert report.committed

    def test_unit_outside_the_importers_reach_is_refused(self, register):
        report = run(person(), allowed_units={register["YB"].pk})

        assert codes(report.plan.refused) == [("F2", "cell_unit_outside")]

    @pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84 912", "@SUM(A1)"])
    def test_text_that_looks_like_a_formula_is_only_text(self, text):
        cells = list(PERSON)
        cells[4] = text

        report = run(data=with_rows(cells))

        assert codes(report.plan.refused) == [("E2", "cell_position_unknown")]


class TestFile:
    def test_same_file_again_says_so_and_writes_nothing(self):
        first = run(person())
        before = everything()

        again = run(person(), at=datetime(2026, 3, 11, tzinfo=UTC))

        assert (first.committed, again.committed) == (True, False)
        assert (again.digest, again.already_imported_at) == (first.digest, AT)
        assert actions(again) == ["unchanged"]
        assert everything() == before

    def test_trial_writes_nothing_and_does_not_count_as_imported(self):
        before = everything()

        trial = run(person(), dry_run=True)

        assert (trial.committed, actions(trial)) == (False, ["new"])
        assert everything() == before
        assert run(person()).committed

    def test_importer_is_the_actor(self):
        officer = make_user(username="noivu")

        run(person(), by=officer)

        assert set(AuditEntry.objects.values_list("actor_uid", flat=True)) == {officer.uid}
        assert JobAssignment.objects.get().recorded_by == officer

    @pytest.mark.parametrize("people", [1, 3])
    def test_number_of_queries_does_not_grow_with_the_rows(self, people, django_assert_num_queries):
        data = xlsx([person(A=f"CB{number}", B=f"Trần Văn {'ABC'[number]}") for number in range(people)])

        with django_assert_num_queries(20):
            run(data=data)

    @pytest.mark.parametrize("people", [1, 3])
    def test_number_of_queries_does_not_grow_with_the_moves(self, people, register, django_assert_num_queries):
        for number in range(people):
            staff = make_staff(full_name=f"Trần Văn {'ABC'[number]}", code=f"CB{number}")
            make_posting(staff=staff, unit=register["YB"], position=register["Văn thư"])
        data = xlsx([person(A=f"CB{number}", B=f"Trần Văn {'ABC'[number]}") for number in range(people)])

        with django_assert_num_queries(23):
            run(data=data)


class TestCommand:
    @pytest.fixture
    def path(self, tmp_path):
        def write(*rows, data=None):
            file = tmp_path / "danh-sach.xlsx"
            file.write_bytes(data if data is not None else xlsx(rows))
            return str(file)

        return write

    def call(self, *arguments):
        out = StringIO()
        call_command("import_staff", *arguments, stdout=out)
        return out.getvalue()

    def test_report_is_one_json_object(self, path):
        report = json.loads(self.call(path(person(B="TRẦN VĂN AN")), "--as-of", "2026-03-10", "--json"))

        digest = report.pop("digest")
        assert len(digest) == 64
        warning = report["warnings"].pop()
        assert (warning["row"], warning["cell"], warning["code"]) == (2, "B2", "cell_name_capitals")
        assert report == {
            "file": "danh-sach.xlsx",
            "as_of": "2026-03-10",
            "committed": True,
            "already_imported_at": None,
            "counts": {
                "rows": 1,
                "accepted": 1,
                "new": 1,
                "moved": 0,
                "corrected": 0,
                "unchanged": 0,
                "warnings": 1,
                "refused": 0,
            },
            "accepted": [
                {
                    "row": 2,
                    "code": "CB001",
                    "name": "Trần Văn An",
                    "action": "new",
                    "unit": "XA",
                    "position": "Chuyên viên",
                    "from": "2026-03-01",
                }
            ],
            "warnings": [],
            "refused": [],
        }

    def test_refused_rows_end_with_status_1_and_nothing_was_written(self, path):
        out = StringIO()
        before = everything()

        with pytest.raises(CommandError) as failed:
            call_command("import_staff", path(person(F="ZZ")), "--as-of", "10/03/2026", "--json", stdout=out)

        assert failed.value.returncode == 1
        report = json.loads(out.getvalue())
        assert (report["committed"], report["counts"]["refused"]) == (False, 1)
        assert [(row["cell"], row["code"], row["value"]) for row in report["refused"]] == [
            ("F2", "cell_unit_unknown", "ZZ")
        ]
        assert everything() == before

    def test_file_that_is_no_list_is_told_in_json_too(self, path):
        out = StringIO()

        with pytest.raises(CommandError):
            call_command("import_staff", path(data=b"a;b\n1;2"), "--json", stdout=out)

        report = json.loads(out.getvalue())
        assert (report["committed"], report["accepted"], report["refused"][0]["code"]) == (False, [], "file_csv")

    def test_trial_is_told_in_words(self, path):
        before = everything()

        told_lines = self.call(path(person()), "--as-of", "2026-03-10", "--dry-run").splitlines()

        assert len(told_lines) == 2
        assert everything() == before

    @pytest.mark.parametrize("arguments", [["/khong/co/tep.xlsx"], ["x.xlsx", "--as-of", "31/02/2026"]])
    def test_wrong_arguments_are_refused(self, arguments):
        with pytest.raises(CommandError):
            self.call(*arguments)

    def test_long_list_of_faults_is_cut_and_counted(self):
        report = run(*[person(A=f"CB{number}", F="ZZ") for number in range(60)])

        told_lines = list(lines(report))

        # 50 faults, the rest, 50 notes on namesakes, the rest, the counts and the outcome.
        assert len(told_lines) == 50 + 1 + 50 + 1 + 2
