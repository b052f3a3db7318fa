"""A skip fails the run, unless its reason is on the list."""

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture
def suite(pytester):
    """An empty suite in which nothing may be skipped."""
    pytester.makeini("[pytest]")
    pytester.makeconftest('pytest_plugins = ["tests.support.no_skips"]')
    return pytester


def outcomes(suite) -> dict[str, int]:
    """How many tests had which end."""
    return suite.runpytest_inprocess("-p", "no:django", "-p", "no:randomly", "-p", "no:xdist").parseoutcomes()


def test_test_that_skips_itself_counts_as_failed(suite):
    suite.makepyfile("import pytest\ndef test_it(): pytest.skip('no browser')")

    assert outcomes(suite) == {"failed": 1}


def test_mark_that_skips_counts_as_an_error(suite):
    suite.makepyfile("import pytest\n@pytest.mark.skip('no browser')\ndef test_it(): pass")

    assert outcomes(suite) == {"errors": 1}


def test_module_that_skips_itself_counts_as_an_error(suite):
    suite.makepyfile("import pytest\npytest.importorskip('no_such_module_at_all')")

    assert outcomes(suite) == {"errors": 1}


def test_reason_on_the_list_may_skip(suite):
    suite.makepyfile("import pytest\ndef test_it(): pytest.skip('INTEROP_DIR is absent')")

    assert outcomes(suite) == {"skipped": 1}


def test_expected_failure_is_no_skip(suite):
    suite.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_it(): assert False")

    assert outcomes(suite) == {"xfailed": 1}
