"""Snapshot: the state of folds as bytes, to go back to it or to go on from it on another day.

What is compiled from the agreement is not written but found again in the plans that it is read with, and so is the
inference, which keeps nothing. The bytes are a pickle. They are read by an unpickler that knows the records of this
house, which do no input or output, and nothing else; still, whoever can write a snapshot decides what it says.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import pickle
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from types import FunctionType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import attrs
import msgspec

from ..events.calendar import last_of
from ..events.duration import add
from ..events.time import load_zone
from ..version import __version__
from .events import Settled
from .evidence import Standard
from .match import Matcher
from .plan import Plan
from .step import Fold
from .track import Position, Track
from .world import World

FORMAT = 1
"""The version of the form of a snapshot."""
_HOUSE = __name__.partition(".")[0]
_ENGINE = __name__.rpartition(".")[0]
_STOREYS = tuple(f"{_HOUSE}.{storey}." for storey in ("engine", "events", "rules"))


class SnapshotError(ValueError):
    """A snapshot that cannot be gone on from, with the reason."""


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot belongs to; one that belongs to anything else is refused."""

    format: int
    version: str
    agreement: str
    readings: tuple[str, ...]

    @classmethod
    def of(cls, agreement: str, readings: Iterable[str]) -> Stamp:
        """The stamp of what runs now, under an agreement of this digest."""
        return cls(format=FORMAT, version=__version__, agreement=agreement, readings=tuple(readings))


Counts = tuple[int, ...]
"""By reading, how many events are settled."""


class Kept(msgspec.Struct, frozen=True):
    """The state of the folds after so many occurrences, the last of them at a position; ``digest`` is over them all.

    ``settled`` says how many events were; they stay as they are, and stand outside of the state.
    """

    number: int
    position: Position
    digest: bytes
    settled: Counts
    state: bytes


class Chunk(msgspec.Struct, frozen=True):
    """Settled events of all readings, from one number of them to another."""

    start: Counts
    end: Counts
    events: bytes


class _Packed(msgspec.Struct, frozen=True):
    stamp: Stamp
    digest: bytes
    data: bytes


Form = TypeVar("Form", Kept, Chunk)


def pack(stamp: Stamp, kept: Kept | Chunk) -> bytes:
    """What was kept with its stamp and a digest, to be kept outside of the memory."""
    data = msgspec.msgpack.encode(kept)
    return msgspec.msgpack.encode(_Packed(stamp, hashlib.sha256(data).digest(), data))


def unpack(data: bytes, stamp: Stamp, form: type[Form]) -> Form:
    """The same again.

    Raises:
        SnapshotError: it is damaged, or belongs to something else than ``stamp`` says.
    """
    try:
        packed = msgspec.msgpack.decode(data, type=_Packed)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise SnapshotError("the snapshot is damaged: it is cut off or is none") from None
    if hashlib.sha256(packed.data).digest() != packed.digest:
        raise SnapshotError("the snapshot is damaged: its digest is another")
    for name in Stamp.__struct_fields__:
        ours, theirs = getattr(stamp, name), getattr(packed.stamp, name)
        if ours != theirs:
            raise SnapshotError(f"the snapshot belongs to another {name}: {_shown(theirs)}, not {_shown(ours)}")
    return msgspec.msgpack.decode(packed.data, type=form)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def freeze(track: Track) -> bytes:
    """The state of a track, from which ``thaw`` makes another that goes on in the same way."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = copyreg.dispatch_table | _reductions([fold.plan for fold in track.folds])
    pickler.dump((track.position, [fold.dynamic() for fold in track.folds]))
    return buffer.getvalue()


def freeze_settled(events: Sequence[Sequence[Settled]]) -> bytes:
    """Settled events of each reading as bytes."""
    return pickle.dumps([list(each) for each in events], protocol=5)


def thaw_settled(data: bytes) -> list[list[Settled]]:
    """The same again.

    Raises:
        SnapshotError: the bytes are no such events.
    """
    try:
        found: list[list[Settled]] = _Unpickler(io.BytesIO(data), ()).load()
    except SnapshotError:
        raise
    except Exception as error:  # as with a state
        raise SnapshotError(f"the settled events cannot be read: {error}") from error
    return found


def thaw(state: bytes, folds: Sequence[Fold]) -> Track:
    """A track that goes on from a frozen state, in fresh folds of the same plans.

    Raises:
        SnapshotError: the state is not one of such folds.
    """
    unpickler = _Unpickler(io.BytesIO(state), [fold.plan for fold in folds])
    try:
        position, states = unpickler.load()
        for fold, dynamic in zip(folds, states, strict=True):
            fold.restore(dynamic)
    except SnapshotError:
        raise
    except Exception as error:  # whatever bytes can do to an unpickler, it is that they are no such state
        raise SnapshotError(f"the snapshot cannot be read: {error}") from error
    return Track(list(folds), _position(position))


def _position(found: Position) -> Position:
    return (found[0], found[1], found[2])


def _compiled(plans: Sequence[Plan]) -> dict[tuple[str, int], object]:
    """What is compiled from the agreement, by name and by the number of its reading."""
    found: dict[tuple[str, int], object] = {}
    for number, plan in enumerate(plans):
        found["plan", number] = plan
        found["matcher", number] = plan.matcher
        found["standard", number] = plan.standard
        found["world", number] = plan.matcher.world
    return found


def _known(name: str, number: int) -> object:
    """Stands in a snapshot for what is compiled; the unpickler puts that in its place."""
    raise SnapshotError(f"{name} {number} stands outside of a snapshot")


def _reductions(plans: Sequence[Plan]) -> dict[type, Any]:
    names: dict[int, tuple[str, int]] = {}
    for name, one in _compiled(plans).items():
        names.setdefault(id(one), name)

    def known(one: object) -> tuple[Any, tuple[str, int]]:
        return _known, names[id(one)]

    def zone(one: ZoneInfo) -> tuple[Any, tuple[str]]:
        return load_zone, (one.key,)

    return {**dict.fromkeys((Plan, Matcher, Standard, World), known), ZoneInfo: zone}


class _Unpickler(pickle.Unpickler):
    """Knows the records and enumerations of this house, the functions of the engine, and a few plain types."""

    def __init__(self, file: io.BytesIO, plans: Sequence[Plan]) -> None:
        super().__init__(file)
        self._compiled = _compiled(plans)

    def find_class(self, module: str, name: str) -> Any:
        """What a name in a snapshot stands for.

        Raises:
            SnapshotError: a name that none of ours would write.
        """
        if (module, name) == (__name__, _known.__name__):
            return lambda kind, number: self._compiled[kind, number]
        if (plain := _PLAIN.get((module, name))) is not None:
            return plain
        if module.startswith(_STOREYS) and "." not in name:
            found = super().find_class(module, name)
            if getattr(found, "__module__", None) == module and _admitted(found, module):
                return found
        raise SnapshotError(f"the snapshot names {module}.{name}, which no snapshot holds")


def _admitted(found: object, module: str) -> bool:
    if isinstance(found, type):
        return attrs.has(found) or issubclass(found, int)
    return isinstance(found, FunctionType) and module.startswith(f"{_ENGINE}.monitors.")


def _method(one: object, name: str) -> Any:
    """A method of a record of the engine."""
    if not (attrs.has(type(one)) and type(one).__module__.startswith(f"{_ENGINE}.")) or name.startswith("__"):
        raise SnapshotError(f"the snapshot names {name!r} of {type(one).__name__}, which no snapshot holds")
    return getattr(one, name)


_PLAIN: Mapping[tuple[str, str], Any] = {
    ("builtins", "getattr"): _method,
    ("builtins", "range"): range,
    ("builtins", "set"): set,
    ("builtins", "frozenset"): frozenset,
    ("collections", "Counter"): Counter,
    ("collections", "deque"): deque,
    ("fractions", "Fraction"): Fraction,
    ("functools", "partial"): partial,
    **{(one.__module__, one.__name__): one for one in (add, last_of, load_zone)},
}
