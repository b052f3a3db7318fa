"""Numbers as the register prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.numbering import PatternRefused, read_pattern


@pytest.mark.parametrize(
    ("pattern", "number", "expected"),
    [
        ("{number}/{year}/GCN-{unit}", 15, "015/2026/GCN-SNV"),
        ("{number}/{year}/GCN-{unit}", 1234, "1234/2026/GCN-SNV"),
        ("{series}.{year}.{number:5}", 15, "CCHC.2026.00015"),
        ("{series}.{year}.{number:05}", 15, "CCHC.2026.00015"),
        ("{year}{number:1}", 7, "20267"),
        ("{{{year}}} {number}", 7, "{2026} 007"),
    ],
)
def test_number_follows_the_pattern(pattern, number, expected):
    assert read_pattern(pattern).number(unit="SNV", series="CCHC", year=2026, number=number) == expected


@pytest.mark.parametrize(
    ("pattern", "code", "params"),
    [
        ("{number/{year}", "number_pattern_broken", {}),
        ("{number}/{year", "number_pattern_broken", {}),
        ("{number}/{year}/{staff}", "number_pattern_field", {"field": "staff"}),
        ("{number}/{year}/{}", "number_pattern_field", {"field": ""}),
        ("{number}/{year.real}", "number_pattern_field", {"field": "year.real"}),
        ("{number!r}/{year}", "number_pattern_field", {"field": "number"}),
        ("{number:x}/{year}", "number_pattern_field", {"field": "number"}),
        ("{number}/{year:2}", "number_pattern_field", {"field": "year"}),
        ("{number}/GCN", "number_pattern_incomplete", {"missing": "{year}"}),
        ("GCN", "number_pattern_incomplete", {"missing": "{number}, {year}"}),
    ],
)
def test_pattern_that_gives_no_own_number_is_refused(pattern, code, params):
    with pytest.raises(PatternRefused) as refusal:
        read_pattern(pattern)

    assert (refusal.value.code, refusal.value.params) == (code, params)


@pytest.mark.parametrize(
    ("pattern", "register"),
    [
        ("{number}/{year}/GCN-{unit}", "{number}/{year}/GCN-{unit}"),
        ("{number:3}/{year}/GCN-{unit}", "{number}/{year}/GCN-{unit}"),
        ("{series}.{year}.{number:5}", "CC{{HC.{year}.{number}"),
        ("{{{year}}} {number}", "{{{year}}} {number}"),
    ],
)
def test_the_register_of_a_pattern_reads_back_and_knows_no_width(pattern, register):
    assert read_pattern(pattern).register("CC{HC") == register
    assert read_pattern(register).register("") == register


@given(
    st.tuples(st.integers(1, 99999), st.integers(2020, 2099)), st.tuples(st.integers(1, 99999), st.integers(2020, 2099))
)
def test_two_papers_of_a_series_never_share_a_number(one, other):
    pattern = read_pattern("{number}/{year}/GCN-{unit}")

    first, second = (pattern.number(unit="SNV", series="", year=year, number=number) for number, year in (one, other))

    assert (first == second) == (one == other)
