"""Which names the clauses of an agreement use, under any of its readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NewType, get_args, get_type_hints

import attrs

from .agreement import Agreement, Terms
from .shape import parts

_SECTIONS = ("areas", "phases", "clauses")


def used_names(agreement: Agreement) -> Mapping[str, frozenset[str]]:
    """Names by their sort, such as ``AreaName``, that areas, phases and clauses use under at least one reading."""
    found: dict[str, set[str]] = {}
    for terms in agreement.terms.values():
        for sort, name in _names(terms):
            found.setdefault(sort, set()).add(name)
    return {sort: frozenset(names) for sort, names in found.items()}


def _names(terms: Terms) -> Iterator[tuple[str, str]]:
    for section in _SECTIONS:
        yield from names_below(getattr(terms, section))


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
