"""Trials of cases as JUnit XML: one suite a file, one test a case."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from ...engine.testing.trial import Trial
from ..console import clean


def write(suites: Iterable[tuple[Path, Iterable[Trial]]], file: Path) -> None:
    """Write the trials of each case file."""
    xml = JUnitXml("comply")
    for path, trials in suites:
        suite = TestSuite(str(path))
        for trial in trials:
            suite.add_testcase(_case(path, trial))
        xml.add_testsuite(suite)
    xml.update_statistics()  # type: ignore[no-untyped-call]  # the library leaves it without types
    xml.write(str(file), pretty=True)


def _case(path: Path, trial: Trial) -> TestCase:
    case = TestCase(clean(trial.case.name), classname=path.as_posix().removesuffix(path.suffix).replace("/", "."))
    if trial.failures:  # a test fails once, whatever of it is not as expected
        failure = Failure(clean("; ".join(one.message for one in trial.failures)))
        failure.text = clean("\n".join(line for one in trial.failures for line in one.lines()))
        case.result = [failure]
    return case
