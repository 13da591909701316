"""The ledger: what follows, as canonical JSON (RFC 8785), one entry a line, the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rfc8785

from ..events.time import format_instant
from ..version import __version__
from .replay import Evaluation

FORMAT = 1
"""The version of the finding format."""


def entries(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """The entries of a ledger as plain data: header, phases, findings, bulletins beside records, verdicts."""
    yield _header(evaluation)
    yield from (phase.to_json() for phase in evaluation.phases)
    yield from (finding.to_json() for finding in evaluation.findings)
    yield from (comparison.to_json() for comparison in evaluation.comparisons)
    yield from (verdict.to_json() for verdict in evaluation.verdicts)


def lines(evaluation: Evaluation) -> Iterator[bytes]:
    """The entries of a ledger as canonical JSON lines."""
    for entry in entries(evaluation):
        yield rfc8785.dumps(entry) + b"\n"


def _header(evaluation: Evaluation) -> dict[str, Any]:
    header: dict[str, Any] = {
        "type": "header",
        "format": FORMAT,
        "version": __version__,
        "agreement": {"id": evaluation.agreement.base.id, "digest": evaluation.agreement.digest},
        "log": {"digest": evaluation.log_digest, "incidents": len(evaluation.incidents)},
        "readings": list(evaluation.readings),
        "horizon": format_instant(evaluation.horizon),
    }
    if evaluation.as_of is not None:
        header["as_of"] = format_instant(evaluation.as_of)
    if evaluation.lateness is not None:
        header["lateness"] = str(evaluation.lateness)
    if evaluation.closed is not None:
        header["closed"] = format_instant(evaluation.closed)
    return header
