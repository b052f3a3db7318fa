"""Reports by the units of then and of now name the same people: worked by hand."""

from datetime import date

from core.periods import Period
from organization.domain.lineage import History
from organization.domain.population import Member, ReportMode, population_on, roll_up, with_units_below
from organization.domain.postings import Posting, PostingKind
from organization.domain.tree import tree_on
from organization.domain.units import Change, ChangeKind, Placement

START = date(2020, 1, 1)
MERGE = date(2025, 7, 1)
SPLIT = date(2026, 3, 1)
TODAY = date(2026, 11, 23)


def own(person, *stations):
    """Return the postings of a person from (unit, start, end) stations."""
    return [Posting(person, unit, "chuyên viên", Period(start, end)) for unit, start, end in stations]


def people_per_unit(postings, history, day, mode):
    everything = [posting for many in postings.values() for posting in many]
    population = population_on(everything, day)
    return roll_up(population, mode, postings=postings, history=history, today=TODAY)


def test_merge_of_three_communes_counts_their_seven_people_in_the_new_one():
    # Sơn Đông, Sơn Tây, Sơn Nam became Sơn Hà on 01/07/2025.
    #   An, Bình in Sơn Đông: posted to Sơn Hà.            Chi in Sơn Đông: no posting entered, the heir takes her.
    #   Dung in Sơn Tây: posted to Sơn Hà.                 Giang in Sơn Tây: left for the province on the day.
    #   Hoa, Khánh in Sơn Nam: Hoa retired before the merge, Khánh was posted to Sơn Hà.
    lives = {
        "Sơn Đông": Period(START, MERGE),
        "Sơn Tây": Period(START, MERGE),
        "Sơn Nam": Period(START, MERGE),
        "Sơn Hà": Period(MERGE),
        "Sở": Period(START),
    }
    changes = [Change(ChangeKind.MERGED, unit, "Sơn Hà", True, MERGE) for unit in ("Sơn Đông", "Sơn Tây", "Sơn Nam")]
    postings = {
        "An": own("An", ("Sơn Đông", START, MERGE), ("Sơn Hà", MERGE, None)),
        "Bình": own("Bình", ("Sơn Đông", START, MERGE), ("Sơn Hà", MERGE, None)),
        "Chi": own("Chi", ("Sơn Đông", START, MERGE)),
        "Dung": own("Dung", ("Sơn Tây", START, MERGE), ("Sơn Hà", MERGE, None)),
        "Giang": own("Giang", ("Sơn Tây", START, MERGE), ("Sở", MERGE, None)),
        "Hoa": own("Hoa", ("Sơn Nam", START, date(2025, 1, 1))),
        "Khánh": own("Khánh", ("Sơn Nam", START, MERGE), ("Sơn Hà", MERGE, None)),
    }
    history = History.of(lives, changes)

    then = people_per_unit(postings, history, date(2024, 12, 1), ReportMode.THEN)
    now = people_per_unit(postings, history, date(2024, 12, 1), ReportMode.NOW)

    assert then == {"Sơn Đông": {"An", "Bình", "Chi"}, "Sơn Tây": {"Dung", "Giang"}, "Sơn Nam": {"Hoa", "Khánh"}}
    assert now == {"Sơn Hà": {"An", "Bình", "Chi", "Dung", "Hoa", "Khánh"}, "Sở": {"Giang"}}


def test_split_of_a_commune_divides_people_by_own_postings_and_leaves_the_rest_to_the_heir():
    # Phú Bài was split into phường Phú Bài (the heir) and phường Thủy Phù on 01/03/2026.
    lives = {"xã": Period(START, SPLIT), "Phú Bài": Period(SPLIT), "Thủy Phù": Period(SPLIT)}
    changes = [
        Change(ChangeKind.SPLIT, "xã", "Phú Bài", True, SPLIT),
        Change(ChangeKind.SPLIT, "xã", "Thủy Phù", False, SPLIT),
    ]
    postings = {
        "An": own("An", ("xã", START, SPLIT), ("Phú Bài", SPLIT, None)),
        "Bình": own("Bình", ("xã", START, SPLIT), ("Thủy Phù", SPLIT, None)),
        "Chi": own("Chi", ("xã", START, SPLIT), ("Thủy Phù", SPLIT, None)),
        "Dung": own("Dung", ("xã", START, SPLIT)),
    }
    history = History.of(lives, changes)

    then = people_per_unit(postings, history, date(2026, 2, 28), ReportMode.THEN)
    now = people_per_unit(postings, history, date(2026, 2, 28), ReportMode.NOW)

    assert then == {"xã": {"An", "Bình", "Chi", "Dung"}}
    assert now == {"Phú Bài": {"An", "Dung"}, "Thủy Phù": {"Bình", "Chi"}}


def test_dissolved_unit_keeps_its_people_in_the_bucket():
    history = History.of({"ban": Period(START, MERGE)}, [Change(ChangeKind.DISSOLVED, "ban", None, False, MERGE)])
    postings = {"An": own("An", ("ban", START, MERGE))}

    now = people_per_unit(postings, history, date(2025, 1, 1), ReportMode.NOW)

    assert now == {None: {"An"}}


def test_population_counts_main_postings_only_and_each_person_once():
    postings = [
        *own("An", ("xã", START, MERGE), ("sở", MERGE, None)),
        Posting("An", "đội", "tổ trưởng", Period(START), PostingKind.CONCURRENT),
        *own("Bình", ("xã", MERGE, None)),
    ]

    assert population_on(postings, date(2025, 6, 30)) == (Member("An", "xã"),)
    assert set(population_on(postings, MERGE)) == {Member("An", "sở"), Member("Bình", "xã")}


def test_totals_of_a_unit_hold_the_people_of_all_units_below():
    places = [("tỉnh", None), ("sở", "tỉnh"), ("phòng", "sở"), ("xã", "tỉnh")]
    tree = tree_on([Placement(unit, parent, Period(START)) for unit, parent in places], TODAY)
    groups = {
        "phòng": frozenset({"An"}),
        "sở": frozenset({"Bình"}),
        "xã": frozenset({"Chi"}),
        None: frozenset({"Dung"}),
    }

    assert with_units_below(groups, tree) == {
        "phòng": {"An"},
        "sở": {"An", "Bình"},
        "xã": {"Chi"},
        "tỉnh": {"An", "Bình", "Chi"},
        None: {"Dung"},
    }
