"""One line of a log, and what is wrong with it."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from .errors import Location, Problem
from .incident import Incident, Retraction

Record: TypeAlias = Incident | Retraction


@attrs.frozen(kw_only=True)
class Line:
    """One line of a file that was meant as a record: what it decoded to, or why it did not."""

    file: str
    number: int
    raw: bytes
    content: Record | Problem


def located(line: Line, path: str, message: str, remedy: str | None = None) -> Problem:
    """A problem with a field of a line."""
    return Problem(location=Location(file=line.file, line=line.number, path=path), message=message, remedy=remedy)
