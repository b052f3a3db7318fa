"""Figures and dates in the forms of offices, and back."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vietnamese import formatting
from core.vietnamese.formatting import DateNotRead, PartialDate


@pytest.mark.parametrize(
    ("value", "places", "fixed", "shown"),
    [
        (Decimal("1234.5"), None, False, "1.234,5"),
        (1234567, None, False, "1.234.567"),
        (0, None, False, "0"),
        (Decimal("8.50"), 2, False, "8,5"),
        (Decimal("8.5"), 2, True, "8,50"),
        (Decimal("2.345"), 2, False, "2,35"),
        (Decimal("2.344"), 2, False, "2,34"),
        (Decimal("69.995"), 2, False, "70"),
        (Decimal("-1234.5"), 1, False, "-1.234,5"),
        (Decimal("-0.004"), 2, False, "0"),
        (Decimal("-0.004"), 2, True, "0,00"),
        (Decimal("1E+3"), None, False, "1.000"),
        (Decimal("100"), None, False, "100"),
    ],
)
def test_number_has_decimal_comma_and_dot_between_thousands(value, places, fixed, shown):
    assert formatting.number(value, places, fixed=fixed) == shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [("0.925", "92,5%"), ("1", "100%"), ("0", "0%"), ("0.6666667", "66,7%"), ("0.0212", "2,1%")],
)
def test_percent_of_a_share_of_one(fraction, shown):
    assert formatting.percent(Decimal(fraction)) == shown


def test_percent_with_two_places_fixed_keeps_zeros():
    assert formatting.percent(Decimal("0.5"), 2, fixed=True) == "50,00%"


@pytest.mark.parametrize(("count", "shown"), [(0, "00"), (5, "05"), (9, "09"), (10, "10"), (1200, "1.200")])
def test_padded_count_below_ten_carries_a_zero(count, shown):
    assert formatting.padded_count(count) == shown


def test_dates_and_times_in_office_forms():
    day = date(2026, 3, 1)

    assert formatting.short_date(day) == "01/03/2026"
    assert formatting.clock_time(time(8, 5)) == "08:05"
    assert formatting.document_time(time(8, 30)) == "08 giờ 30 phút"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2023, 3, 1), "ngày 01 tháng 3 năm 2023"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_document_date_pads_days_below_ten_and_months_one_and_two(day, shown):
    assert formatting.document_date(day) == shown


def test_blank_document_date_leaves_six_spaces_for_the_pen():
    assert formatting.blank_document_date(2026) == "ngày      tháng      năm 2026"


@pytest.mark.parametrize(
    ("value", "figures"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (2026, "MMXXVI")]
)
def test_roman_figures(value, figures):
    assert formatting.roman(value) == figures


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_quarter_of_day(month, quarter):
    assert formatting.quarter_of(date(2026, month, 15)) == quarter


def test_quarter_label_uses_roman_figures():
    assert formatting.quarter_label(2026, 3) == "Quý III/2026"


@given(st.dates())
def test_parse_date_reads_what_short_date_writes(day):
    assert formatting.parse_date(formatting.short_date(day)) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5/2/1991", "date_format"),
        ("1991-02-05", "date_format"),
        ("05-02-1991", "date_format"),
        ("05/02/91", "date_format"),
        ("٠٥/٠٢/١٩٩١", "date_format"),
        ("", "date_format"),
        ("31/02/2026", "date_impossible"),
        ("02/13/2026", "date_impossible"),
        ("01/01/0000", "date_impossible"),
    ],
)
def test_parse_date_of_anything_else_is_refused(text, code):
    with pytest.raises(DateNotRead) as refusal:
        formatting.parse_date(text)

    assert refusal.value.code == code
    assert refusal.value.params == {"text": text}


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("1985", PartialDate(1985), "1985"),
        ("3/1985", PartialDate(1985, 3), "03/1985"),
        ("01/3/1985", PartialDate(1985, 3, 1), "01/03/1985"),
        (" 1.3.1985 ", PartialDate(1985, 3, 1), "01/03/1985"),
        ("29-02-2024", PartialDate(2024, 2, 29), "29/02/2024"),
    ],
)
def test_parse_birth_date_reads_the_forms_of_staff_lists(text, expected, shown):
    birth = formatting.parse_birth_date(text)

    assert birth == expected
    assert birth.shown() == shown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "birth_date_format"),
        ("85", "birth_date_format"),
        ("1985-03-01", "birth_date_format"),
        ("13/1985", "date_impossible"),
        ("0/1985", "date_impossible"),
        ("31/04/1985", "date_impossible"),
        ("29/02/2026", "date_impossible"),
        ("0000", "date_impossible"),
    ],
)
def test_parse_birth_date_of_anything_else_is_refused(text, code):
    with pytest.raises(DateNotRead) as refusal:
        formatting.parse_birth_date(text)

    assert refusal.value.code == code


def test_partial_date_is_a_day_only_when_complete():
    assert PartialDate(1991, 2, 5).as_date() == date(1991, 2, 5)
    assert PartialDate(1991, 2).as_date() is None
    assert PartialDate(1991).as_date() is None


def test_partial_date_with_day_but_no_month_is_refused():
    with pytest.raises(DateNotRead):
        PartialDate(1991, None, 5)
