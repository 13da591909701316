"""Which names in reports an agreement knows, and which of its own are nearest to those that it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from ..events.incident import UNKNOWN_PARTY, Incident, Place
from ..events.source import Names
from ..events.suggest import nearest
from .agreement import Terms
from .names import folded


@attrs.frozen
class Named:
    """A name that stands in reports: how often, what in the agreement it means, else what there is nearest to it.

    Several parties that are meant are alternatives.
    ``located`` says how many of the reports that use it for a place say by a point or a code where that is.
    """

    name: str
    count: int
    meant: Sequence[str]
    near: Sequence[str] = ()
    located: int = 0


def parties(terms: Terms, incidents: Iterable[Incident], names: Names) -> tuple[Named, ...]:
    """The names of parties in reports, the unknown ones first, the most frequent of them first."""
    known = _by_name({one.id: (one.id, one.name, *one.aliases) for one in terms.parties.values()})
    counts = Counter(
        actor.party for one in incidents for actor in (*one.actor, *one.target) if folded(actor.party) != UNKNOWN_PARTY
    )
    return _listed(counts, known, Counter(), names.parties)


def places(terms: Terms, incidents: Iterable[Incident], names: Names) -> tuple[Named, ...]:
    """The names of places in reports, in the same order."""
    known = _by_name({one.id: (one.id, one.name, *one.aliases) for one in terms.places.values()})
    counts: Counter[str] = Counter()
    located: Counter[str] = Counter()
    for one in incidents:
        if one.place is not None and one.place.name is not None:
            counts[one.place.name] += 1
            located[one.place.name] += _located(one.place)
    return _listed(counts, known, located, lambda name: (names.place(name),))


def _located(place: Place) -> bool:
    return place.lat is not None or place.pcode is not None


def _by_name(said: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, str]]:
    """By every folded name, the id that it means and the name as it is written."""
    return {folded(name): (one, name) for one, names in said.items() for name in names}


def _listed(
    counts: Counter[str],
    known: Mapping[str, tuple[str, str]],
    located: Counter[str],
    aliases: Callable[[str], Sequence[str]],
) -> tuple[Named, ...]:
    found = (_named(name, count, known, located[name], aliases) for name, count in counts.items())
    return tuple(sorted(found, key=lambda one: (bool(one.meant), -one.count, one.name)))


def _named(
    name: str,
    count: int,
    known: Mapping[str, tuple[str, str]],
    located: int,
    aliases: Callable[[str], Sequence[str]],
) -> Named:
    said = [folded(one) for one in aliases(name)]
    if all(one in known or one == UNKNOWN_PARTY for one in said):
        return Named(name, count, tuple(known[one][0] if one in known else one for one in said), located=located)
    ids = dict.fromkeys(known[one][0] for one in nearest(folded(name), known))
    return Named(name, count, (), tuple(ids), located)
