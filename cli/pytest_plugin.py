"""A pytest plugin: every author case of a case file is a test, collected wherever pytest meets the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..engine.testing.trial import Trial, run_case
from ..events.errors import ComplyError
from ..rules.agreement import Agreement
from ..rules.case import Case
from .cases import is_case_file, read


class CaseFailed(Exception):  # noqa: N818  # it is an outcome of a test, not an error
    """A case that was not as expected."""

    def __init__(self, trial: Trial) -> None:
        lines = [line for failure in trial.failures for line in failure.lines()]
        super().__init__("\n".join(lines))


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, agreement: Agreement, **options: Any) -> None:
        super().__init__(**options)
        self.case = case
        self.agreement = agreement

    def runtest(self) -> None:
        """Run the case."""
        trial = run_case(self.agreement, self.case)
        if not trial.passed:
            raise CaseFailed(trial)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure without a traceback of ours."""
        return str(excinfo.value) if isinstance(excinfo.value, CaseFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands."""
        line = self.case.location.line
        return self.path, None if line is None else line - 1, self.name


class CaseFileItem(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Its cases."""
        try:
            file = read(self.path)
        except ComplyError as error:
            raise self.CollectError(str(error)) from None
        for case in file.cases:
            yield CaseItem.from_parent(self, name=case.name, case=case, agreement=file.agreement)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFileItem | None:
    """Collect ``*.case.yaml``, and YAML in a folder ``cases`` beside an agreement.yaml."""
    if not is_case_file(file_path):
        return None
    file: CaseFileItem = CaseFileItem.from_parent(parent, path=file_path)
    return file
