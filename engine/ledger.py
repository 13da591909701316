"""The ledger: what follows, as canonical JSON (RFC 8785), one entry a line, the same bytes on every machine.

Each entry but the first names the SHA-256 of the line before it, and the last one says how many there are: so that none
can be altered, moved or taken out and the rest still hold together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import attrs
import rfc8785

from ..events.time import format_instant
from ..version import __version__
from .evaluation import Evaluation

FORMAT = 2
"""The version of the finding format."""


def entries(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """The entries of a ledger before they are chained: header, phases, findings, bulletins, verdicts, end."""
    told = [
        _header(evaluation),
        *(phase.to_json() for phase in evaluation.phases),
        *(finding.to_json() for finding in evaluation.findings),
        *(comparison.to_json() for comparison in evaluation.comparisons),
        *(verdict.to_json() for verdict in evaluation.verdicts),
    ]
    yield from told
    yield {"type": "end", "entries": len(told) + 1}


def lines(evaluation: Evaluation) -> Iterator[bytes]:
    """The entries of a ledger as canonical JSON lines, each with the digest of the one before."""
    previous: bytes | None = None
    for entry in entries(evaluation):
        chained = entry if previous is None else entry | {"previous": hashlib.sha256(previous).hexdigest()}
        previous = rfc8785.dumps(chained)
        yield previous + b"\n"


def _header(evaluation: Evaluation) -> dict[str, Any]:
    header: dict[str, Any] = {
        "type": "header",
        "format": FORMAT,
        "version": __version__,
        "agreement": {"id": evaluation.agreement.base.id, "digest": evaluation.agreement.digest},
        "log": {"digest": evaluation.log_digest, "incidents": len(evaluation.incidents)},
        "readings": [_reading(evaluation, name) for name in evaluation.readings],
        "horizon": format_instant(evaluation.horizon),
    }
    for name in ("until", "as_of"):
        if (instant := getattr(evaluation, name)) is not None:
            header[name] = format_instant(instant)
    if evaluation.lateness is not None:
        header["lateness"] = str(evaluation.lateness)
    if evaluation.closed is not None:
        header["closed"] = format_instant(evaluation.closed)
    return header


def _reading(evaluation: Evaluation, name: str) -> dict[str, Any]:
    """A reading with the evidence that it asks for."""
    reading = evaluation.agreement.base.readings[name]
    return {"id": name, "evidence": attrs.asdict(reading.evidence)}
