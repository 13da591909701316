"""Which names an agreement uses, under any of its readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NewType, get_args, get_type_hints

import attrs

from .agreement import Agreement, Terms
from .instants import anchor_of, read_under
from .shape import parts

_SECTIONS = ("readings", "areas", "phases", "clauses")


def used_names(agreement: Agreement) -> Mapping[str, frozenset[str]]:
    """Names by their sort, such as ``AreaName``, that readings, instants, ties, areas, phases and clauses use.

    An instant is used with all that it is counted from.
    """
    found: dict[str, set[str]] = {}
    for terms in agreement.terms.values():
        for sort, name in _names(terms):
            found.setdefault(sort, set()).add(name)
    return {sort: frozenset(names) for sort, names in found.items()}


def _names(terms: Terms) -> Iterator[tuple[str, str]]:
    for section in ("parties", *_SECTIONS):
        for sort, name in names_below(getattr(terms, section)):
            if section == "parties" and sort == "PartyName":
                continue  # no party is used by being tied to another
            yield sort, name
            if sort == "InstantName":
                yield from (("InstantName", anchor) for anchor in _anchors(terms, name))


def _anchors(terms: Terms, text: str) -> Iterator[str]:
    """The named instants that a text counts from; the loader admits no circle."""
    anchors: tuple[str, ...] = (read_under(terms, text).anchor,)
    while anchors and anchors[0] in terms.instants:
        yield anchors[0]
        anchors = anchor_of(terms.instants[anchors[0]])


def names_below(records: Any) -> Iterator[tuple[str, str]]:
    """Every name in a list of records and below it, with its sort such as ``AreaName``, in the order of mention."""
    for _, record in parts(records, ()):
        for attribute, sort, many in _fields(type(record)):
            value = getattr(record, attribute)
            if many:
                yield from ((sort, name) for name in value)
            elif value is not None:
                yield sort, value


_KNOWN: dict[type, tuple[tuple[str, str, bool], ...]] = {}


def _fields(record: type) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a record that hold names: attribute, sort, and whether they hold several."""
    if record not in _KNOWN:
        hints = get_type_hints(record)
        _KNOWN[record] = tuple(
            (field.name, sort.__name__, sort is not hints[field.name] and ... in get_args(hints[field.name]))
            for field in attrs.fields(record)
            for sort in (hints[field.name], *get_args(hints[field.name]))
            if isinstance(sort, NewType)
        )
    return _KNOWN[record]
