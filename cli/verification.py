"""The three checks of a ledger: whether it holds together, whether it is reproduced, whether it is confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import attrs
import rfc8785

from ..engine.ledger import entries
from ..engine.replay import evaluate
from ..engine.verify.case import Case, Checked, Limits
from ..engine.verify.chain import Chain, Fault, digest_faults
from ..engine.verify.check import check
from ..engine.verify.entries import Header, formed
from ..engine.verify.records import events
from ..events.duration import Duration, parse_exact
from ..events.time import Instant, TimeError, parse_instant
from ..rules.agreement import Agreement
from .logs import Loaded


@attrs.frozen(kw_only=True)
class Verification:
    """What was found; what could not be looked at is None, with the reason in ``unchecked``."""

    count: int
    chain: tuple[Fault, ...]
    digests: tuple[Fault, ...] | None
    reproduction: tuple[Fault, ...] | None
    version: str | None
    checked: Checked | None
    unchecked: tuple[str, ...]

    @property
    def refuted(self) -> bool:
        """Whether anything does not hold."""
        found = self.checked.refuted if self.checked is not None else ()
        return bool(self.chain or self.digests or self.reproduction or found)


@attrs.frozen
class Options:
    """What a header says of how a ledger was made."""

    readings: tuple[str, ...]
    horizon: Instant
    until: Instant | None
    as_of: Instant | None
    lateness: Duration | None
    closed: Instant | None
    """Where there is no lateness, up to when the log is declared to be closed."""

    @classmethod
    def of(cls, header: Header) -> Options:
        """The options in a header.

        Raises:
            TimeError: one of its instants is none.
        """
        until, as_of, closed = (
            None if one is None else parse_instant(one) for one in (header.until, header.as_of, header.closed)
        )
        lateness = None if header.lateness is None else parse_exact(header.lateness)
        readings = tuple(one["id"] for one in header.readings)
        return cls(
            readings, parse_instant(header.horizon), until, as_of, lateness, closed if lateness is None else None
        )


def verify(chain: Chain, agreement: Agreement | None, loaded: Loaded | None, limits: Limits) -> Verification:
    """All checks that can be made with what is given."""
    header = None if chain.header is None else formed(chain.header)
    if not isinstance(header, Header):
        why = "its header cannot be read" if header is None else f"its header is not understood: {header}"
        return _chain_alone(chain, (Fault(1, why),), why)
    digests = tuple(
        digest_faults(
            chain.entries[0][1],
            agreement=None if agreement is None else agreement.digest,
            log=None if loaded is None else loaded.log.digest,
        )
    )
    if loaded is None or agreement is None:
        found = _chain_alone(chain, (), "no log was given")
        return attrs.evolve(found, digests=digests if agreement is not None else None, version=header.version)
    try:
        options = Options.of(header)
        for name in options.readings:
            agreement.terms[name]
    except (TimeError, KeyError) as error:
        why = f"its header is not that of a ledger of this agreement: {error}"
        return _chain_alone(chain, (Fault(1, why),), why)
    return Verification(
        count=len(chain.entries),
        chain=chain.faults,
        digests=digests,
        reproduction=tuple(reproduce(chain, header, agreement, loaded, options)),
        version=header.version,
        checked=confirm(chain, agreement, loaded, options, limits),
        unchecked=(),
    )


def _chain_alone(chain: Chain, more: tuple[Fault, ...], why: str) -> Verification:
    return Verification(
        count=len(chain.entries),
        chain=tuple(dict.fromkeys((*chain.faults, *more))),
        digests=None,
        reproduction=None,
        version=None,
        checked=None,
        unchecked=(why,),
    )


def reproduce(chain: Chain, header: Header, agreement: Agreement, loaded: Loaded, options: Options) -> Iterator[Fault]:
    """Run the engine anew and hold every entry against what it says."""
    evaluation = evaluate(
        agreement,
        loaded.log,
        readings=options.readings,
        until=options.until,
        as_of=options.as_of,
        lateness=options.lateness,
        closed=options.closed,
    )
    wanted = [entry | ({"version": header.version} if "version" in entry else {}) for entry in entries(evaluation)]
    return unlike(chain.entries, wanted)


def unlike(told: Iterable[tuple[int, Mapping[str, Any]]], expected: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """Which entries are none of those expected, which of these are missing, and which stand out of order."""
    wanted = [_plain(entry) for entry in expected]
    found = [(number, _plain(entry)) for number, entry in told]
    left = Counter(wanted)
    for number, text in found:
        left[text] -= 1
        if left[text] < 0:
            yield Fault(number, "is not what the engine finds")
    for text, many in left.items():
        if many > 0:
            yield Fault(wanted.index(text) + 1, f"is missing: {text.decode()[:200]}")
    kept = [(number, wanted.index(text)) for number, text in found if text in left and left[text] == 0]
    for (number, place), (_, following) in pairwise(kept):
        if place > following:
            yield Fault(number, "does not stand where the engine puts it")


def _plain(entry: Mapping[str, Any]) -> bytes:
    return rfc8785.dumps({name: value for name, value in entry.items() if name != "previous"})


def _known(loaded: Loaded, options: Options) -> Instant | None:
    """The instant whose knowledge is taken; None where nothing was ever known."""
    recorded = [record.recorded for record in loaded.log.records]
    return max(recorded) if recorded and options.as_of is None else options.as_of if recorded else None


def confirm(chain: Chain, agreement: Agreement, loaded: Loaded, options: Options, limits: Limits) -> Checked:
    """Ask the independent checker."""
    case = Case(
        agreement=agreement,
        events=events(loaded.log.records, options.as_of, options.until),
        readings=options.readings,
        horizon=options.horizon,
        inclusive=options.until is not None,
        entries=chain.entries,
        seed=loaded.log.digest,
        known=_known(loaded, options),
        lateness=options.lateness,
        declared=options.closed,
    )
    return check(case, limits)
