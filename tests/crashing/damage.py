"""What befalls files: bits that flip, ends that are cut off, sectors of zeros, pages that change places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

_PAGE = 4096


def damaged(files: Mapping[Path, bytes], random: Random) -> tuple[Path, bytes, str]:
    """One of some files, how it is now, and what has become of it."""
    while True:
        path = random.choice(list(files))
        data = bytearray(files[path])
        what = random.choice((_flip, _flip, _flip, _flip_ahead, _cut, _zero, _swap))(data, random)
        if data != files[path]:
            return path, bytes(data), f"{path.name}: {what}"


def _flip(data: bytearray, random: Random) -> str:
    return _flip_at(data, random.randrange(len(data)), random)


def _flip_ahead(data: bytearray, random: Random) -> str:
    return _flip_at(data, random.randrange(min(len(data), 112)), random)


def _flip_at(data: bytearray, at: int, random: Random) -> str:
    data[at] ^= 1 << random.randrange(8)
    return f"a bit of byte {at} flipped"


def _cut(data: bytearray, random: Random) -> str:
    at = random.randrange(len(data))
    del data[at:]
    return f"cut off at {at}"


def _zero(data: bytearray, random: Random) -> str:
    size = random.choice((16, 512, _PAGE))
    at = random.randrange(len(data)) // size * size
    data[at : at + size] = bytes(len(data[at : at + size]))
    return f"{size} bytes of zeros at {at}"


def _swap(data: bytearray, random: Random) -> str:
    one, other = (random.randrange(len(data) // _PAGE) * _PAGE for _ in range(2))
    here, there = bytes(data[one : one + _PAGE]), bytes(data[other : other + _PAGE])
    data[one : one + _PAGE], data[other : other + _PAGE] = there, here
    return f"pages at {one} and {other} changed places"
