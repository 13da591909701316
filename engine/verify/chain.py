"""The chain of a ledger: whether its entries hold together, each following on the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import rfc8785

FORMAT = 2
"""The version of the finding format that is understood."""


@attrs.frozen
class Fault:
    """What is wrong with an entry, by its number from 1 on."""

    number: int
    words: str


@attrs.frozen
class Chain:
    """The entries of a ledger with their numbers, as far as they can be read, and what is wrong with the chain."""

    entries: tuple[tuple[int, Mapping[str, Any]], ...]
    faults: tuple[Fault, ...]

    @property
    def header(self) -> Mapping[str, Any] | None:
        """The first entry, where it is a header of a format that is understood."""
        if not self.entries or self.entries[0][0] != 1:
            return None
        first = self.entries[0][1]
        return first if first.get("type") == "header" and first.get("format") == FORMAT else None


def read(data: bytes) -> Chain:
    """Read a ledger: canonical JSON lines, a header first and an end last, each with the digest of the line before."""
    listed = data.split(b"\n")
    faults = [] if listed[-1] == b"" else [Fault(len(listed), "the last line is not complete")]
    listed = listed[:-1] if listed[-1] == b"" else listed
    entries: list[tuple[int, Mapping[str, Any]]] = []
    for number, line in enumerate(listed, start=1):
        entry = _entry(line)
        if entry is None:
            faults.append(Fault(number, "is not an entry in canonical JSON (RFC 8785): it was altered"))
            continue
        entries.append((number, entry))
        faults += _link(number, entry, listed[number - 2] if number > 1 else None)
        faults += _place(number, entry, len(listed))
    if not entries or entries[-1][1].get("type") != "end":
        faults.append(Fault(len(listed) + 1, "is missing: the ledger has no end, what followed was taken away"))
    return Chain(tuple(entries), tuple(faults))


def _entry(line: bytes) -> Mapping[str, Any] | None:
    try:
        entry = json.loads(line)
        canonical = isinstance(entry, dict) and rfc8785.dumps(entry) == line
    except (ValueError, RecursionError):
        return None
    return entry if canonical else None


def _link(number: int, entry: Mapping[str, Any], before: bytes | None) -> Iterable[Fault]:
    if before is None:
        if "previous" in entry:
            yield Fault(number, "names an entry before it: what stood there was taken away")
    elif entry.get("previous") != hashlib.sha256(before).hexdigest():
        words = (
            f"does not follow on entry {number - 1}: that was altered, or entries were moved, put in or taken out here"
        )
        yield Fault(number, words)


def _place(number: int, entry: Mapping[str, Any], last: int) -> Iterable[Fault]:
    kind = entry.get("type")
    if (kind == "header") != (number == 1):
        yield Fault(number, "is a header in the midst of a ledger" if number > 1 else "is no header")
    if kind == "end":
        if number != last:
            yield Fault(number, "is the end, and others follow")
        if set(entry) != {"type", "entries", "previous"} or entry["entries"] != number:
            yield Fault(number, "does not say how many entries there are")


def digest_faults(header: Mapping[str, Any], *, agreement: str | None, log: str | None) -> Iterable[Fault]:
    """Whether a header names the digests of an agreement and a log; what is None was not given."""
    for name, digest in (("agreement", agreement), ("log", log)):
        if digest is not None and header[name]["digest"] != digest:
            yield Fault(1, f"is about another {name}: {header[name]['digest']}, not {digest}")
