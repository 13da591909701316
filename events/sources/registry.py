"""The sources: a new one is its own file and a line here; others come by the entry-point group ``comply.sources``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

import attrs

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
    sources = list(SOURCES)
    broken: list[str] = []
    found = entry_points(group=GROUP) if points is None else points
    for point in sorted(found, key=lambda point: (point.name, point.value)):
        loaded = _loaded(point, {source.name for source in sources})
        if isinstance(loaded, Source):
            sources.append(loaded)
        else:
            broken.append(f"the source {point.name!r} ({point.value}) cannot be used: {loaded}")
    return Shelf(tuple(sources), tuple(broken))


def _loaded(point: EntryPoint, taken: set[str]) -> Source | str:
    """The source, or why there is none."""
    try:
        source = point.load()
    except Exception as error:  # another's code: whatever it raises is reported
        return f"{type(error).__name__}: {error}"
    if not isinstance(source, Source):
        return "it is no Source"
    return f"the name {source.name!r} is taken" if source.name in taken else source
