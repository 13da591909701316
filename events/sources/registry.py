"""The sources: a new one is its own file and a line here; others come by the entry-point group ``comply.sources``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint

import attrs

from ..plugins import plugged_in
from ..source import Source
from . import acled, airwars, bulletin, cloudevents, osce_smm, table, ucdp_ged

GROUP = "comply.sources"

SOURCES: tuple[Source, ...] = (
    ucdp_ged.SOURCE,
    acled.SOURCE,
    airwars.SOURCE,
    osce_smm.SOURCE,
    bulletin.SOURCE,
    cloudevents.SOURCE,
    table.SOURCE,
)
"""The sources that come with comply; of those that know a table's columns the first is taken."""


@attrs.frozen
class Shelf:
    """All sources that can be used, and what is wrong with those that cannot."""

    sources: tuple[Source, ...] = SOURCES
    broken: tuple[str, ...] = ()

    def named(self, name: str) -> Source | None:
        """The source of a name."""
        return next((source for source in self.sources if source.name == name), None)

    def telling(self, names: frozenset[str]) -> Source | None:
        """The first source that knows a table by the names of its columns."""
        return next((source for source in self.sources if source.knows(names)), None)


def shelf(points: Iterable[EntryPoint] | None = None) -> Shelf:
    """The sources of comply and those of other distributions; each entry point names a ``Source``."""
    more, broken = plugged_in(GROUP, Source, _wrong, points)
    return Shelf((*SOURCES, *more), broken)


def _wrong(source: Source, others: tuple[Source, ...]) -> str | None:
    """Why a source cannot be used."""
    taken = {one.name for one in (*SOURCES, *others)}
    return f"the name {source.name!r} is taken" if source.name in taken else None
