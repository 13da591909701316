"""Why a finding holds: a tree of statements, each with its mark and the statements it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..events.mark import Mark


@attrs.frozen(kw_only=True)
class Derivation:
    """One statement of a proof.

    Attributes:
        test: what was tested, one word such as ``kind``, ``actor``, ``in_force``, ``exception``, ``deadline``.
        wanted: what the clause asks for, in its own words.
        found: what the incident or the state of the agreement shows.
        mark: how sure the statement is.
        why: where the mark is *possible*: what leaves it open.
        parts: the statements that this one rests on.
    """

    test: str
    mark: Mark
    wanted: str | None = None
    found: str | None = None
    why: str | None = None
    parts: tuple[Derivation, ...] = ()

    def doubts(self) -> Iterator[Derivation]:
        """The innermost statements that are no more than possible."""
        inner = [doubt for part in self.parts for doubt in part.doubts()]
        if inner:
            yield from inner
        elif self.mark is Mark.POSSIBLE:
            yield self

    def to_json(self) -> dict[str, Any]:
        """The tree as plain data, empty fields left out."""
        plain: dict[str, Any] = {"test": self.test, "mark": self.mark.word}
        for name in ("wanted", "found", "why"):
            if getattr(self, name) is not None:
                plain[name] = getattr(self, name)
        if self.parts:
            plain["parts"] = [part.to_json() for part in self.parts]
        return plain


def words(names: Mapping[str, Any] | tuple[Any, ...]) -> str:
    """Names as a list in one line."""
    return ", ".join(str(name) for name in names)
