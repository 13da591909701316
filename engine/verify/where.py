"""Whether a precise place lies in an area of the agreement."""

from __future__ import annotations

from ...rules.agreement import Terms
from ...rules.places import Area, Around, Band
from . import ground
from .told import Spot


def lies_in(terms: Terms, spot: Spot, name: str) -> bool:
    """What is named in an area belongs to it, all together; ``except`` takes areas out, ``only`` leaves what is in all.

    An area without a published map holds of what is named in it only what it is taken to hold.
    """
    area = terms.areas[name]
    return (
        named_in(terms, spot, area)
        and (not area.unpublished or name in spot.hidden)
        and all(lies_in(terms, spot, other) for other in area.only)
        and not any(lies_in(terms, spot, other) for other in area.except_)
        and _unit_allows(spot, area)
    )


def _unit_allows(spot: Spot, area: Area) -> bool:
    """Outside the units of ``lies_in`` no part of the area lies."""
    return not area.lies_in or spot.code is None or spot.code.startswith(area.lies_in)


def named_in(terms: Terms, spot: Spot, area: Area) -> bool:
    """Whether a place is in any of what is named in an area; where nothing is named everything is."""
    tests = [
        *(spot.code is not None and spot.code.startswith(code) for code in area.pcodes),
        *(place in spot.places for place in area.places),
        *([in_shapes(spot, area)] if area.polygons else []),
        *(in_band(terms, spot, band) for band in area.bands),
        *(in_ring(terms, spot, around) for around in area.around),
    ]
    return any(tests) or not tests


def in_shapes(spot: Spot, area: Area) -> bool:
    """In the polygons; ``covers`` names units that lie wholly in them, for places of which no point is known."""
    if spot.point is None:
        return spot.code is not None and spot.code.startswith(area.covers)
    return ground.in_polygons(spot.point, area.polygons)


def in_band(terms: Terms, spot: Spot, band: Band) -> bool:
    """At ``within_m`` or less from the line and ``beyond_m`` or more, on the side that is meant."""
    if spot.point is None:
        return False
    line = ground.line_of(terms.lines[band.line])
    away = ground.metres_to(spot.point, line)
    beyond = band.beyond_m <= 0 or away >= band.beyond_m - ground.MILLIMETRE
    side = band.side == "both" or band.side in ground.sides(spot.point, line)
    return side and beyond and away <= band.within_m + ground.MILLIMETRE


def in_ring(terms: Terms, spot: Spot, around: Around) -> bool:
    """At ``within_m`` or less from a place's point, or from a point."""
    return spot.point is not None and (
        ground.metres(spot.point, centre_of(terms, around)) <= around.within_m + ground.MILLIMETRE
    )


def centre_of(terms: Terms, around: Around) -> ground.Point:
    """The point that a distance is from."""
    centre = around if around.place is None else terms.places[around.place]
    assert centre.lat is not None
    assert centre.lon is not None
    return (float(centre.lat), float(centre.lon))
