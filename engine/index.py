"""The index of areas: those in which a reported place can lie are found without a look at the others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from ..events.mark import Mark
from ..rules.places import Area

Names = Mapping[str, Sequence[str]]


@attrs.frozen
class Codes:
    """Administrative codes in order: a code lies in each of which it is a continuation."""

    known: frozenset[str]
    order: tuple[str, ...]

    @classmethod
    def of(cls, codes: Iterable[str]) -> Codes:
        """Codes, each once."""
        known = frozenset(codes)
        return cls(known, tuple(sorted(known)))

    def above(self, code: str) -> Iterator[str]:
        """Those in which a code lies, itself among them."""
        return (part for end in range(len(code) + 1) if (part := code[:end]) in self.known)

    def below(self, code: str) -> Iterator[str]:
        """Those that lie in a code and are not the same."""
        for place in range(bisect_left(self.order, code), len(self.order)):
            if not self.order[place].startswith(code):
                return
            if self.order[place] != code:
                yield self.order[place]

    def mark(self, code: str) -> Mark:
        """Whether a place of which only a code is known lies in one of them."""
        if next(self.above(code), None) is not None:
            return Mark.CERTAIN
        return Mark.NONE if next(self.below(code), None) is None else Mark.POSSIBLE


@attrs.frozen
class Located:
    """Named places by their codes."""

    codes: Codes
    uncoded: bool
    """Whether the code of some is not known."""

    def possibly(self, code: str | None, *, named: bool) -> bool:
        """Whether a reported place may be one of them, given its exact code; a ``named`` one is not, if that is theirs.

        That is for a place which is none of them by its name.
        """
        if self.uncoded or code is None:
            return self.uncoded or bool(self.codes.order)
        above = (one for one in self.codes.above(code) if not (named and one == code))
        return next(above, None) is not None or next(self.codes.below(code), None) is not None


@attrs.frozen
class Contents:
    """The codes and named places in an area, for a quick answer however many there are."""

    pcodes: Codes
    places: frozenset[str]
    wholes: frozenset[str]
    """The places, and all that they are part of."""
    extended: Located
    """Those of the places that lie within a known distance of a point."""
    bare: Located
    """The others."""


@attrs.frozen
class Filing:
    """Under what an area is filed, so that it is found wherever a place can lie in it.

    Attributes:
        sources: the areas whose parts say what lies in it: itself, or what it is limited to where it has no parts.
        boxed: all of them lie at known places: a place with a point is outside unless it is near one or bears its name.
        codes: a place with one of these codes, or one inside them, may lie in it for certain.
        within: a place whose code is not related to any of these lies in it only as ``codes``, its name or its point
            say; None where no codes are known.
        places: the named places in it.
    """

    sources: tuple[str, ...]
    boxed: bool
    codes: tuple[str, ...]
    within: tuple[str, ...] | None
    places: tuple[str, ...]

    @classmethod
    def of(cls, name: str, area: Area, limits: Sequence[Filing], codes: Sequence[str | None], *, boxed: bool) -> Filing:
        """File an area, given the filings of what it is limited to, and the codes of its places.

        ``boxed`` says whether each of its places lies within a known distance of a point.
        """
        shapes = (*area.polygons, *area.bands, *area.around)
        if not (shapes or area.pcodes or area.places):
            if not limits:
                return cls((), False, (), area.lies_in or None, ())
            return attrs.evolve(limits[0], within=area.lies_in or limits[0].within)
        inside = (*area.pcodes, *codes)
        known = tuple(code for code in inside if code is not None)
        within = area.lies_in or (None if shapes or None in inside else known)
        return cls((name,), boxed and not area.pcodes, (*area.pcodes, *area.covers), within, area.places)


@attrs.frozen
class Choice:
    """Areas of which a pattern asks for any, by all under which they are filed."""

    names: tuple[str, ...]
    rank: Mapping[str, int]
    filed: Names
    """By area whose parts say so, the areas in which a place near these parts can lie."""
    by_place: Names
    by_code: Names
    codes: Codes
    by_limit: Names
    limits: Codes
    loose: tuple[str, ...]
    """Those that are not boxed."""
    free: tuple[str, ...]
    """Those outside which no codes are known."""
    loose_and_free: tuple[str, ...]

    @classmethod
    def of(cls, filings: Mapping[str, Filing], places: Mapping[str, Iterable[str]]) -> Choice:
        """Choose among filed areas; ``places`` gives for each named place in one of them itself and its wholes."""
        by_code = _grouped((code, name) for name, filing in filings.items() for code in filing.codes)
        by_limit = _grouped((code, name) for name, filing in filings.items() for code in filing.within or ())
        loose = tuple(name for name, filing in filings.items() if not filing.boxed)
        free = tuple(name for name, filing in filings.items() if filing.within is None)
        return cls(
            names=tuple(filings),
            rank={name: rank for rank, name in enumerate(filings)},
            filed=_grouped((source, name) for name, filing in filings.items() for source in filing.sources),
            by_place=_grouped(
                (whole, name) for name, filing in filings.items() for place in filing.places for whole in places[place]
            ),
            by_code=by_code,
            codes=Codes.of(by_code),
            by_limit=by_limit,
            limits=Codes.of(by_limit),
            loose=loose,
            free=free,
            loose_and_free=tuple(name for name in loose if filings[name].within is None),
        )

    def candidates(
        self, code: str | None, places: Iterable[str], near: Iterable[str] | None
    ) -> Iterator[tuple[str, Mark]]:
        """The areas in which a place can lie, each with the most that can be said of it, certain ones first.

        Args:
            code: the code of the place, where that is exact.
            places: the named place that it is, and its wholes, where the name is exact.
            near: the areas of which some part is near, where a point is known.
        """
        sure = {name for place in places for name in self.by_place.get(place, ())}
        sure.update(name for area in near or () for name in self.filed.get(area, ()))
        if code is not None:
            sure.update(name for above in self.codes.above(code) for name in self.by_code[above])
        for name in sorted(sure, key=self.rank.__getitem__):
            yield name, Mark.CERTAIN
        for name in self._others(code, boxes=near is not None):
            if name not in sure:
                yield name, Mark.POSSIBLE

    def _others(self, code: str | None, *, boxes: bool) -> Iterable[str]:
        if code is None:
            return self.loose if boxes else self.names
        limited = (*self.limits.above(code), *self.limits.below(code))
        found = dict.fromkeys(name for limit in limited for name in self.by_limit[limit])
        return (*found, *(self.loose_and_free if boxes else self.free))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for key, name in pairs:
        found.setdefault(key, {})[name] = None
    return {key: list(names) for key, names in found.items()}
