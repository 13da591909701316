"""Meeting: how an act that is about to come stands to a duty that is open."""

from __future__ import annotations

from collections.abc import Iterator

from ...events.mark import Mark, every
from ...events.time import LAST_INSTANT, Instant, format_instant
from ...rules.temporal import ATTRIBUTE_KEY
from ..derivation import Derivation
from ..events import Act
from .instance import Instance
from .proof import Snapshot


def meeting(instance: Instance, act: Act, shared: Mark, per: tuple[str, ...]) -> Derivation:
    """Whether an act comes after the duty was opened, shares its keys (``shared``, for ``per``) and is in time."""
    parts = (
        *Snapshot.of(instance, None).open(),
        act.explain(instance.pattern),
        *_stands(instance, act, shared, per),
    )
    return Derivation(test="fulfilment", found=instance.key, mark=every(part.mark for part in parts), parts=parts)


def _stands(instance: Instance, act: Act, shared: Mark, per: tuple[str, ...]) -> Iterator[Derivation]:
    opening, due = instance.opening, instance.last_deadline(act.first)
    opened = f"the duty was opened on {format_instant(opening.earliest)}"
    yield _statement("an act after the opening", opened, _after(instance, act))
    if per:
        keys = ", ".join(key.removeprefix(ATTRIBUTE_KEY) for key in per)
        yield _statement(f"the same {keys} as in {', '.join(opening.incidents)}", None, shared)
    if due != LAST_INSTANT:
        yield _statement(f"an act by {format_instant(due)}", None, _in_time(instance, act, due))


def _after(instance: Instance, act: Act) -> Mark:
    opening = instance.opening
    if act.last < opening.counts or act.id in opening.incidents:
        return Mark.NONE
    surely = opening.surely_counts is not None and act.first >= opening.surely_counts
    return Mark.CERTAIN if surely else Mark.POSSIBLE


def _in_time(instance: Instance, act: Act, due: Instant) -> Mark:
    if act.first > due:
        return Mark.NONE
    return Mark.CERTAIN if act.last <= instance.first_deadline(act.first) else Mark.POSSIBLE


def _statement(wanted: str, found: str | None, mark: Mark) -> Derivation:
    why = "whether it is so is not certain" if mark is Mark.POSSIBLE else None
    return Derivation(test="meets", wanted=wanted, found=found, mark=mark, why=why)
