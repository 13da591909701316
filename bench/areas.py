"""How long it takes to tell whether incidents lie in areas, of ten and of ten thousand polygons, bands and discs.

    python bench/areas.py [MANY]

Measured, never asserted: the numbers are for comparison within one run. The points are the same whatever the number,
each in exactly one of the areas, or parts of the one area; caches are cleared by every point's being another one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from time import perf_counter

from comply.engine.criteria import AreaTest
from comply.engine.places import Atlas
from comply.engine.told import Facts
from comply.events.incident import Incident, Place
from comply.events.time import instant_interval
from comply.rules.places import Area, Around, Band, Line, Polygon

FEW = 10
POINTS = 2_000
STEP = 0.1
INCIDENT = Incident(id="i", occurred=instant_interval(0), recorded=1, kind="attack")
Cell = tuple[float, float]


def cells(number: int) -> list[Cell]:
    """So many cells side by side, the same first ones whatever the number."""
    return [(column * STEP, row * STEP) for column in range(number // 10 or 1) for row in range(10)][:number]


def polygon(cell: Cell) -> Area:
    """A square of ten kilometres."""
    west, south = cell
    east, north = west + STEP * 0.9, south + STEP * 0.9
    return Area(polygons=(Polygon(ring=((west, south), (east, south), (east, north), (west, north))),))


def disc(cell: Cell) -> Area:
    """What lies around a point."""
    return Area(around=(Around(lon=cell[0] + STEP / 2, lat=cell[1] + STEP / 2, within_m=4_000),))


def band(cell: Cell) -> Area:
    """What lies along a line of its own."""
    return Area(bands=(Band(line=str(cell), within_m=2_000),))


def line(cell: Cell) -> Line:
    """A line across a cell."""
    return Line(points=(cell, (cell[0] + STEP * 0.9, cell[1] + STEP * 0.9)))


def coded(cell: Cell) -> Area:
    """An administrative unit."""
    return Area(pcodes=(code(cell),))


def code(cell: Cell) -> str:
    """The code of a cell's unit."""
    return f"XX{round(cell[0] / STEP):05d}{round(cell[1] / STEP)}"


def joined(areas: Mapping[str, Area]) -> dict[str, Area]:
    """One area of all their parts."""
    each = list(areas.values())
    whole = Area(
        polygons=tuple(one for area in each for one in area.polygons),
        around=tuple(one for area in each for one in area.around),
        bands=tuple(one for area in each for one in area.bands),
        pcodes=tuple(one for area in each for one in area.pcodes),
    )
    return {"whole": whole}


def seconds(areas: dict[str, Area], lines: dict[str, Line], places: list[Place]) -> float:
    """How long matching takes, once what is built at the first point is built."""
    atlas = Atlas({}, lines, areas)
    test = AreaTest(tuple(areas), atlas, atlas.choice(tuple(areas)))

    def match(place: Place) -> None:
        test.mark(Facts(INCIDENT, (), (), atlas.where(place), range(1)))

    match(places[0])
    start = perf_counter()
    for place in places[1:]:
        match(place)
    return perf_counter() - start


def main(many: int) -> None:
    """Print for each form the time for few and for many, and the ratio."""
    few = cells(FEW)
    spots = [(few[n % FEW], n * 0.618034 % 1 * 0.09, n * 0.754878 % 1 * 0.09) for n in range(POINTS)]
    exact = [Place(lon=cell[0] + east, lat=cell[1] + north) for cell, east, north in spots]
    vague = [Place(lon=one.lon, lat=one.lat, radius_m=500.0) for one in exact]
    named = [Place(name=str(number), pcode=code(spot[0])) for number, spot in enumerate(spots)]
    forms: list[tuple[str, Callable[[Cell], Area], list[Place]]] = [
        ("polygons, exact points", polygon, exact),
        ("polygons, discs of 500 m", polygon, vague),
        ("discs, exact points", disc, exact),
        ("bands, exact points", band, exact),
        ("units, codes", coded, named),
    ]
    print(f"{POINTS} places; seconds for {FEW} and for {many}, and how many times as long the many take")
    for words, form, places in forms:
        for whole in (False, True):
            less, more = (_time(form, number, places, whole=whole) for number in (FEW, many))
            print(f"{less:8.3f} {more:8.3f} {more / less:7.2f}  {words}, {'parts of one area' if whole else 'areas'}")


def _time(form: Callable[[Cell], Area], number: int, places: list[Place], *, whole: bool) -> float:
    found = cells(number)
    areas = {f"a{place}": form(cell) for place, cell in enumerate(found)}
    lines = {str(cell): line(cell) for cell in found} if form is band else {}
    return seconds(joined(areas) if whole else areas, lines, places)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
