"""Problems in a user's files are values with a place, collected and returned.

Exceptions are for programmers' mistakes, and for a file that cannot be used at all.
"""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Location:
    """Where in a user's file something stands.

    ``line`` and ``column`` count from 1; ``path`` is a JSON path such as ``$.place.lat``.
    """

    file: str
    line: int | None = None
    column: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        text = ":".join(parts)
        return f"{text} {self.path}" if self.path else text


@attrs.frozen(kw_only=True)
class Problem:
    """One mistake in a user's file: where, what, and how to mend it."""

    location: Location
    message: str
    remedy: str | None = None

    def __str__(self) -> str:
        text = f"{self.location}: {self.message}"
        return f"{text} ({self.remedy})" if self.remedy else text


class ComplyError(Exception):
    """A file could not be used at all; ``problems`` holds every reason found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class AgreementError(ComplyError):
    """The agreement document cannot be evaluated."""


class LogError(ComplyError):
    """The incident log cannot be read."""
