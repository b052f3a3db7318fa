"""Same seed, same draws, in every version of Python; and every draw fair."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import sampling
from core.sampling import Sampler


def test_sampler_is_known_answer():
    # printf 'thao\0\0\0\0\0\0\0\0' | sha256sum gives the first block, a2d183b9b92d2b4d 2debc7732b42e526 ...;
    # its four words modulo 100 are 17, 70, 42, 19. The next block (last byte \1) begins c1104b0d6d62dd01: 41.
    draws = Sampler("thao")

    assert [draws.below(100) for _ in range(5)] == [17, 70, 42, 19, 41]


def test_sampler_of_text_and_of_its_bytes_draws_the_same():
    assert Sampler("đề 01").sample(range(100), 10) == Sampler("đề 01".encode()).sample(range(100), 10)


def test_shuffled_and_token_are_known_answers():
    assert Sampler("thao").shuffled("abcdefgh") == list("fcbhadge")
    assert Sampler("thao").token(8, "0123456789abcdef") == "d6631fe4"


def test_child_draws_do_not_depend_on_what_the_parent_drew():
    fresh, used = Sampler("seed"), Sampler("seed")
    used.shuffled(range(50))

    assert fresh.child("slot 3").shuffled(range(50)) == used.child("slot 3").shuffled(range(50))
    assert fresh.child("slot 3").shuffled(range(50)) != fresh.child("slot 4").shuffled(range(50))


@given(st.text(), st.lists(st.integers(), max_size=30), st.data())
def test_sample_takes_different_places_of_the_population(seed, population, data):
    size = data.draw(st.integers(0, len(population)))

    drawn = Sampler(seed).sample(population, size)

    assert len(drawn) == size
    assert Counter(drawn) <= Counter(population)


@given(st.text(), st.lists(st.integers(), max_size=30))
def test_shuffled_keeps_all_members_and_the_population(seed, population):
    before = list(population)

    shuffled = Sampler(seed).shuffled(population)

    assert sorted(shuffled) == sorted(before)
    assert population == before


def test_shuffled_reaches_every_order_about_equally():
    # 6 orders in 6,000 seeds: 1,000 each; five standard deviations of a binomial(6000, 1/6) are 144.
    counts = Counter(tuple(Sampler(str(seed)).shuffled("abc")) for seed in range(6000))

    assert set(counts) == set(permutations("abc"))
    assert all(856 <= count <= 1144 for count in counts.values())


def test_sample_beyond_the_population_is_refused():
    with pytest.raises(ValueError, match="cannot draw 4 of 3"):
        Sampler("seed").sample("abc", 4)


def test_choice_of_nothing_is_refused():
    with pytest.raises(ValueError, match="cannot draw below 0"):
        Sampler("seed").choice("")


def test_fresh_values_are_long_enough_and_new_each_time():
    assert sampling.fresh_seed() != sampling.fresh_seed()
    assert len(bytes.fromhex(sampling.fresh_seed())) == 16
    assert len(sampling.fresh_bytes(10)) == 10
    assert len(sampling.fresh_token(24)) == 32
