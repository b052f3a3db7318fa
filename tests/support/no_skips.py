"""A skipped test fails the run: a suite that leaves things out must not look green.

Load it by `pytest_plugins = ["tests.support.no_skips"]` in the outermost conftest.
"""

from collections.abc import Generator

import pytest

# A reason that begins with one of these may skip.
ALLOWED_REASONS = ("INTEROP_DIR is absent",)


def _judged(outcome: str, reason: object) -> str | None:
    """The words of a refusal, or None when the report may stand as it is."""
    if outcome != "skipped":
        return None
    text = str(reason[2] if isinstance(reason, tuple) else reason).removeprefix("Skipped: ")
    return None if text.startswith(ALLOWED_REASONS) else f"This was skipped, which the suite does not allow: {text}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skip into a failure; an expected failure is none."""
    report = yield
    refusal = None if hasattr(report, "wasxfail") else _judged(report.outcome, report.longrepr)
    if refusal is not None:
        report.outcome = "failed"
        report.longrepr = refusal
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    report = yield
    refusal = _judged(report.outcome, report.longrepr)
    if refusal is not None:
        report.outcome = "failed"
        report.longrepr = refusal
    return report
