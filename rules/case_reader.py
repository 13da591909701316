"""What the readers of author cases share: the document, its agreement, and what is wrong with its place."""

from __future__ import annotations

import attrs

from ..events.errors import Location
from .agreement import Agreement
from .path import Path, show_path
from .structure import Builder
from .written_case import WrittenCases


@attrs.frozen(kw_only=True)
class CaseReader:
    """Reads a part of a document of cases under an agreement; what is wrong is collected by the builder."""

    file: str
    written: WrittenCases
    agreement: Agreement
    builder: Builder

    def location(self, path: Path) -> Location:
        """Where a part of the document stands."""
        mark = self.builder.marks[path]
        return Location(file=self.file, line=mark.line, column=mark.column, path=show_path(path))

    def wrong(self, path: Path, message: str, remedy: str | None = None) -> None:
        """Record what is wrong with a part of the document."""
        self.builder.wrong(self.builder.marks[path], path, message, remedy)
