"""Where: named places, lines and areas. Positions are WGS84 degrees, longitude first as in GeoJSON."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from .names import AreaName, LineName, PlaceName
from .pattern import Number

Position: TypeAlias = tuple[Number, ...]
"""``[lon, lat]``."""
Ring: TypeAlias = tuple[Position, ...]
"""The corners of a polygon in turn; the first may be repeated at the end."""


@attrs.frozen(kw_only=True)
class NamedPlace:
    """A place that reports name: its administrative code is the finest that contains it."""

    id: str = attrs.field(metadata={"from_key": True})
    name: str
    aliases: tuple[str, ...] = ()
    pcode: str | None = None
    part_of: PlaceName | None = None
    lat: Number | None = None
    """Where it is, for reports that name it and give no point."""
    lon: Number | None = None
    radius_m: Number | None = None
    """The place lies within so many metres of its point; left out, it is the point."""
    note: str | None = None


@attrs.frozen(kw_only=True)
class Line:
    """A line with a direction, such as a road or a line of contact; between its points it is straight in degrees."""

    points: tuple[Position, ...] = ()
    geojson: str | None = None
    """A GeoJSON file in the agreement's folder."""
    feature: str | None = None
    """The feature of the file that is the line."""
    title: str | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Polygon:
    """A polygon: an outer ring, and holes. A ring alone stands for a polygon without holes."""

    ring: Ring = attrs.field(metadata={"shorthand": True})
    holes: tuple[Ring, ...] = ()


@attrs.frozen(kw_only=True)
class Band:
    """What lies at some distance from a line."""

    line: LineName
    within_m: Number
    """At this distance or less."""
    beyond_m: Number = 0
    """At this distance or more."""
    side: Literal["left", "right", "both"] = "both"
    """As seen along the line's direction; the line itself is on both sides."""


@attrs.frozen(kw_only=True)
class Around:
    """What lies at some distance or less from a place or a point."""

    place: PlaceName | None = None
    lat: Number | None = None
    lon: Number | None = None
    within_m: Number


@attrs.frozen(kw_only=True)
class Area:
    """Where a clause applies: all that is named here together, less ``except``, as far as it lies in ``only``."""

    pcodes: tuple[str, ...] = ()
    """Administrative units, which lie in the area as a whole."""
    places: tuple[PlaceName, ...] = ()
    polygons: tuple[Polygon, ...] = ()
    geojson: str | None = None
    """A GeoJSON file of polygons in the agreement's folder."""
    features: tuple[str, ...] = ()
    """The features of the file that are meant, by their name, id or pcode; all of them unless any is named."""
    bands: tuple[Band, ...] = ()
    around: tuple[Around, ...] = ()
    except_: tuple[AreaName, ...] = ()
    """What is taken out of it."""
    only: tuple[AreaName, ...] = ()
    """It is limited to what lies in every one of these."""
    lies_in: tuple[str, ...] = ()
    """Administrative units outside which no part of it lies: for reports that give a code and no point."""
    covers: tuple[str, ...] = ()
    """Administrative units of which its polygons hold the whole: for reports that give a code and no point."""
    unpublished: bool = False
    """Membership is unknown inside what is named here (anywhere, if nothing is), and never false there."""
    title: str | None = None
    note: str | None = None
