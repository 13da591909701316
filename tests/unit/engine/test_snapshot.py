"""Snapshots: what can be read back, what is refused, and that nothing but records comes out of the bytes."""

from __future__ import annotations

import pickle

import attrs
import pytest

from comply.engine.live import Live
from comply.engine.plan import compile_plans
from comply.engine.snapshot import (
    Chunk,
    Kept,
    SnapshotError,
    Stamp,
    freeze,
    freeze_settled,
    pack,
    thaw,
    thaw_settled,
    unpack,
)
from comply.engine.step import Fold
from comply.engine.track import Inferences, Track

from ...harness import agreement

AGREEMENT = agreement(
    "  - {id: A, kind: prohibition, CITED, bearer: north, act: {kind: attack}, during: truce}\n"
    "  - {id: B, kind: limit, CITED, bearer: north, act: {kind: attack}, at_most: 2, within: 1 day, during: truce}\n"
)
STAMP = Stamp.of(AGREEMENT.digest, AGREEMENT.terms)
KEPT = Kept(3, (1, 2, "i"), b"digest", (1,), b"state")


def folds() -> list[Fold]:
    return Inferences.of(compile_plans(AGREEMENT, tuple(AGREEMENT.terms)), "native").folds()


def test_what_is_packed_is_unpacked():
    assert unpack(pack(STAMP, KEPT), STAMP, Kept) == KEPT
    chunk = Chunk((0,), (2,), b"events")
    assert unpack(pack(STAMP, chunk), STAMP, Chunk) == chunk


@pytest.mark.parametrize("at", [0, 5, 60, -1])
def test_a_snapshot_with_another_bit_is_refused(at):
    data = bytearray(pack(STAMP, KEPT))
    data[at] ^= 4
    with pytest.raises(SnapshotError):
        unpack(bytes(data), STAMP, Kept)


@pytest.mark.parametrize("size", [0, 1, 40, -1])
def test_a_snapshot_that_is_cut_off_is_refused(size):
    with pytest.raises(SnapshotError, match="damaged"):
        unpack(pack(STAMP, KEPT)[:size], STAMP, Kept)


@pytest.mark.parametrize(
    ("field", "value"), [("format", 99), ("version", "0.0.0"), ("agreement", "other"), ("readings", ("nobody",))]
)
def test_a_snapshot_of_something_else_is_refused_by_name(field, value):
    other = Stamp(**{**{name: getattr(STAMP, name) for name in Stamp.__struct_fields__}, field: value})
    with pytest.raises(SnapshotError, match=f"belongs to another {field}"):
        unpack(pack(other, KEPT), STAMP, Kept)


class Evil:
    """Would run a command where a plain unpickler reads it."""

    def __init__(self, function, *arguments):
        self.reduced = function, arguments

    def __reduce__(self):
        return self.reduced


@pytest.mark.parametrize(
    "evil",
    [
        Evil(eval, "1 / 0"),
        Evil(getattr, "text", "join"),
        Evil(getattr, Track([]), "__class__"),
        Evil(pickle.loads, b""),
        Evil(open, "file"),
        Evil(attrs.evolve, 1),
        Evil(Live, AGREEMENT.digest),
    ],
)
def test_nothing_but_records_comes_out_of_a_snapshot(evil):
    data = pickle.dumps(evil)
    with pytest.raises(SnapshotError):
        thaw(data, folds())
    with pytest.raises(SnapshotError):
        thaw_settled(data)


def test_a_name_that_would_be_looked_for_inside_another_is_refused():
    data = pickle.dumps(Evil(Track.begin, []), protocol=4)
    with pytest.raises(SnapshotError, match="no snapshot holds"):
        thaw_settled(data)


def test_bytes_that_are_no_state_are_refused():
    for data in (b"", b"nonsense", pickle.dumps(1), pickle.dumps(((1, 2, "i"), [])), pickle.dumps((1, [{}]))):
        with pytest.raises(SnapshotError):
            thaw(data, folds())


def test_a_state_is_thawed_in_folds_of_the_same_plans():
    track = Track.begin(folds())
    assert thaw(freeze(track), folds()).position == track.position
    assert thaw_settled(freeze_settled([[], []])) == [[], []]
