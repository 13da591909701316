"""What the checks of a ledger found, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ...engine.verify.case import Checked, Looked, Refuted
from ...engine.verify.chain import Fault
from ...version import __version__
from ..verification import Verification

MOST = 50
"""Lines of one list that are told as text; all are in the JSON."""


def text(found: Verification) -> str:
    """The report for people."""
    lines = [
        *_faults("chain", found.chain, f"holds: {found.count} entries, each follows on the one before"),
        *_faults("digests", found.digests, "the ledger is about this agreement and this log"),
        *_faults("reproduced", found.reproduction, "the engine, run anew, writes the same"),
    ]
    if found.version is not None and found.version != __version__:
        lines.append(f"            written by version {found.version}; this is {__version__}")
    if found.checked is not None:
        lines += _checked(found.checked)
    lines += [f"not checked: {why}" for why in found.unchecked]
    lines.append("refuted" if found.refuted else "nothing is refuted")
    return "\n".join(lines) + "\n"


def _faults(name: str, faults: tuple[Fault, ...] | None, well: str) -> Iterator[str]:
    if faults is None:
        yield f"{name}: not checked"
        return
    yield f"{name}: " + (well if not faults else f"no, {len(faults)} faults")
    yield from _some(f"  entry {fault.number} {fault.words}" for fault in faults)


def _some(lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    yield from listed[:MOST]
    if len(listed) > MOST:
        yield f"  … and {len(listed) - MOST} more"


def _checked(checked: Checked) -> Iterator[str]:
    yield "independently confirmed: " + (
        "nothing is refuted" if not checked.refuted else f"no, {len(checked.refuted)} refuted"
    )
    for one in checked.refuted[:MOST]:
        yield f"  {_entry(one)}{one.words}"
        yield from (f"    with {line}" for line in one.taken)
    if len(checked.refuted) > MOST:
        yield f"  … and {len(checked.refuted) - MOST} more"
    all_ = [one for one in checked.looked if one.all]
    yield f"  all precise logs taken: {len(all_)} of {len(checked.looked)} (clause, reading)"
    yield from _some(f"  sample: {_looked(one)}" for one in checked.looked if not one.all)
    if checked.unconfirmed:
        number = len(checked.unconfirmed)
        yield f"  not confirmed, as no precise log that was taken shows them: {number} possible findings"
        yield from _some(f"    entry {number} under {reading}" for number, reading in checked.unconfirmed)
        yield "    (the bounds of the engine are sound and not always tight: a possible finding may be one of none)"
    yield from _some(f"  not checked independently: {one}" for one in checked.unchecked)


def _entry(one: Refuted) -> str:
    where = "" if one.number is None else f"entry {one.number}: "
    return where + (f"under {one.reading}: " if one.reading else "")


def _looked(one: Looked) -> str:
    return f"{one.about} under {one.reading}, {one.taken} of {one.total:.3g} precise logs"


def plain(found: Verification) -> dict[str, Any]:
    """The report as plain data."""
    whole: dict[str, Any] = {
        "entries": found.count,
        "refuted": found.refuted,
        "chain": _plain_faults(found.chain),
        "digests": _plain_faults(found.digests),
        "reproduced": _plain_faults(found.reproduction),
        "version": found.version,
        "not_checked": list(found.unchecked),
    }
    if found.checked is not None:
        whole["independent"] = {
            "refuted": [_refuted(one) for one in found.checked.refuted],
            "looked": [
                {"about": one.about, "reading": one.reading, "taken": one.taken, "total": str(one.total)}
                for one in found.checked.looked
            ],
            "not_confirmed": [{"entry": number, "reading": name} for number, name in found.checked.unconfirmed],
            "not_checked": list(found.checked.unchecked),
        }
    return whole


def _refuted(one: Refuted) -> dict[str, Any]:
    whole = {"entry": one.number, "reading": one.reading or None, "about": one.about, "message": one.words}
    return {name: value for name, value in whole.items() if value is not None} | {"reports": list(one.taken)}


def _plain_faults(faults: tuple[Fault, ...] | None) -> list[dict[str, Any]] | None:
    return None if faults is None else [{"entry": fault.number, "message": fault.words} for fault in faults]


def as_json(found: Verification) -> str:
    """The report as one JSON document."""
    return json.dumps(plain(found), indent=2, ensure_ascii=False) + "\n"
