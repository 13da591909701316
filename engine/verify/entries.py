"""The entries of a ledger by their form: what stands where, and of which type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from ...events.time import TimeError, parse_instant

Mark = Literal["certain", "possible"]


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    previous: str | None = None


class Header(_Form, frozen=True, tag="header", tag_field="type"):
    """The first entry."""

    format: Literal[2]
    version: str
    agreement: dict[Literal["id", "digest"], str]
    log: dict[Literal["digest", "incidents"], str | int]
    readings: list[dict[Literal["id", "evidence"], Any]]
    horizon: str
    until: str | None = None
    as_of: str | None = None
    lateness: str | None = None
    closed: str | None = None


class Effective(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One instant, or the first and the first after the last; without a ``latest`` it is not known how late."""

    at: str | None = None
    earliest: str | None = None
    latest: str | None = None


class Phase(_Form, frozen=True, tag="phase", tag_field="type"):
    """A phase was entered."""

    phase: str
    title: str
    effective: Effective
    readings: dict[str, Mark]
    cause: str | None = None
    final: bool = False


class Finding(_Form, frozen=True, tag="finding", tag_field="type"):
    """A finding."""

    id: str
    clause: str
    kind: str
    title: str
    outcome: str
    effective: Effective
    known: str
    readings: dict[str, Mark]
    bearer: list[str]
    performer: list[str]
    answerable: list[str]
    incidents: list[str]
    citation: list[str]
    grounds: list[Any]
    place: str | None = None
    late: bool = False
    possibly_answerable: list[str] = []
    final: bool = False
    evidence: dict[str, Any] | None = None


class Bulletin(_Form, frozen=True, tag="bulletin", tag_field="type"):
    """A bulletin beside the records of the acts that it counts."""

    bulletin: str
    incidents: list[str]
    effective: Effective
    recorded: dict[str, list[str]]
    gaps: dict[str, dict[str, str]]


class Verdict(_Form, frozen=True, tag="verdict", tag_field="type"):
    """The verdict on a clause."""

    clause: str
    kind: str
    title: str
    verdict: str
    readings: dict[str, str]
    states: dict[str, str]
    bearer: list[str]
    breaches: dict[Literal["certain", "possible"], int]
    citation: list[str]
    notes: dict[str, list[str]] = {}
    remark: str | None = None
    reason: str | None = None
    alternatives: list[Any] = []
    final: bool = False


class End(_Form, frozen=True, tag="end", tag_field="type"):
    """The last entry."""

    entries: int


Entry = Header | Phase | Finding | Bulletin | Verdict | End


def formed(entry: Mapping[str, Any]) -> Entry | str:
    """An entry in its form, or what is wrong with it."""
    try:
        found: Entry = msgspec.convert(entry, Entry)
        for effective in (getattr(found, "effective", None),):
            if effective is not None:
                _well_timed(effective)
    except (msgspec.ValidationError, TimeError) as error:
        return str(error)
    return found


def _well_timed(effective: Effective) -> None:
    given = [one for one in (effective.at, effective.earliest) if one is not None]
    if len(given) != 1 or (effective.at is not None and effective.latest is not None):
        raise TimeError("a time is one instant, or has an earliest")
    for text in (*given, *([effective.latest] if effective.latest is not None else [])):
        parse_instant(text)
