"""What the names in a clause stand for: areas, lines, places, instants and the agreement's own kinds of act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..agreement import NamedInstant, Sun
from ..places import Area, Around, Band, Line, NamedPlace, Polygon, Position
from .words import Words, counted, listed, quoted


def area(words: Words, name: str, declared: Area) -> str:
    """One area, whole."""
    text = f"{words.area(name)} is " + listed([*_named(words, declared), *_drawn(words, declared)] or ["not drawn"])
    return text + "".join(_narrowed(words, declared)) + "." + note(declared.note)


def _named(words: Words, declared: Area) -> Iterator[str]:
    if declared.pcodes:
        yield _units(declared.pcodes)
    if declared.places:
        yield listed(words.place(name) for name in declared.places)


def _units(codes: Iterable[str]) -> str:
    codes = list(codes)
    return f"the administrative unit{'s' if len(codes) > 1 else ''} {listed(codes)}"


def _drawn(words: Words, declared: Area) -> Iterator[str]:
    yield from map(_polygon, declared.polygons)
    if declared.geojson is not None:
        yield f"what the file {quoted(declared.geojson)} draws"
    if declared.features:
        yield f"the parts of a file called {listed(map(quoted, declared.features))}"
    yield from (_band(words, one) for one in declared.bands)
    yield from (_around(words, one) for one in declared.around)


def _polygon(drawn: Polygon) -> str:
    holes = "".join(f", without the hole with the corners {_positions(hole)}" for hole in drawn.holes)
    return f"the polygon with the corners {_positions(drawn.ring)} (its edge included){holes}"


def _positions(points: Iterable[Position]) -> str:
    return ", ".join(f"[{' '.join(map(str, point))}]" for point in points) or "(none)"


def _band(words: Words, band: Band) -> str:
    beyond = f" and {band.beyond_m} m or more" if band.beyond_m else ""
    side = "on both sides" if band.side == "both" else f"on the {band.side} side"
    return f"what lies {band.within_m} m or less{beyond} from {words.line(band.line)}, {side}"


def _around(words: Words, around: Around) -> str:
    named = [words.place(around.place)] if around.place is not None else []
    return f"what lies {around.within_m} m or less from {listed([*named, *_point(around)] or ['nowhere'])}"


def _point(at: Around | NamedPlace) -> list[str]:
    said = [f"{word} {number}" for word, number in (("latitude", at.lat), ("longitude", at.lon)) if number is not None]
    return [", ".join(said)] if said else []


def _narrowed(words: Words, declared: Area) -> Iterator[str]:
    if declared.except_:
        yield f", without {words.areas(declared.except_, 'and')}"
    if declared.only:
        yield f", as far as it lies in {words.areas(declared.only, 'and')}"
    if declared.lies_in:
        yield f"; no part of it lies outside {_units(declared.lies_in)}"
    if declared.covers:
        yield f"; it holds the whole of {_units(declared.covers)}"
    if declared.unpublished:
        yield "; its map was never published, so that nobody can say of an act there that it was in it or not"


def line(words: Words, name: str, declared: Line) -> str:
    """One line."""
    said = [f"through the points {_positions(declared.points)}"] if declared.points else []
    if declared.geojson is not None:
        said.append(f"drawn in the file {quoted(declared.geojson)}")
    if declared.feature is not None:
        said.append(f"there called {quoted(declared.feature)}")
    return f"{words.line(name)} is the line {', '.join(said)}.{note(declared.note)}"


def place(words: Words, declared: NamedPlace) -> str:
    """One place."""
    said = [f"also called {listed(map(quoted, declared.aliases), 'or')}"] if declared.aliases else []
    if declared.pcode is not None:
        said.append(f"in {_units([declared.pcode])}")
    if declared.part_of is not None:
        said.append(f"part of {words.place(declared.part_of)}")
    said += [f"at {point}" for point in _point(declared)]
    if declared.radius_m is not None:
        said.append(f"known to {counted(declared.radius_m, 'metre')}")
    return f"{declared.name} is a place{''.join(', ' + part for part in said)}.{note(declared.note)}"


def instant(words: Words, name: str, declared: NamedInstant) -> str:
    """One named instant."""
    told = [words.instant(declared.at)] if declared.at is not None else []
    told += [_sun(event, sun) for event, sun in (("sunset", declared.sunset), ("sunrise", declared.sunrise)) if sun]
    return f"{quoted(name)} is {listed(told)}.{note(declared.note)}"


def _sun(event: str, sun: Sun) -> str:
    return f"{event} on {sun.date} as seen from latitude {sun.lat}, longitude {sun.lon}"


def note(text: str | None) -> str:
    """A note, as the end of a paragraph."""
    return f" Note: {text.strip()}" if text else ""
