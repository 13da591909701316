"""Files that stand beside an agreement: read only from inside its own folder, and never more than a bound."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import TypeAlias

LARGEST = 64 << 20
"""Bytes of one file."""
_NAMED = "names are those of the files, letter by letter"
_BESIDE = "copy the file beside the agreement"


class FileError(Exception):
    """A file that an agreement refers to cannot be used; the message says why, and ``remedy`` what would help."""

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy


Folder: TypeAlias = Callable[[str], bytes]
"""Reads a file by its name in an agreement's folder, or raises FileError."""


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or "\0" in name
    if odd or path.is_absolute() or ".." in path.parts or not path.parts:
        raise FileError(f"{name!r} is not a path inside the agreement's own folder", _BESIDE)
    return path


def no_folder(name: str) -> bytes:
    """The folder of an agreement that was given as text."""
    _inside(name)
    raise FileError(
        f"{name!r} cannot be read: the agreement was given as text and has no folder", "load it from a file"
    )


def folder_of(path: Path) -> Folder:
    """The folder in which an agreement's document stands."""

    def read(name: str) -> bytes:
        inner = _inside(name)
        try:
            base = path.parent.resolve(strict=True)
            target = base.joinpath(*inner.parts).resolve(strict=True)
            if not target.is_relative_to(base):
                raise FileError(f"{name!r} is a link that leads out of the agreement's folder", _BESIDE)
            if not target.is_file():
                raise FileError(f"{name!r} is not a file")
            with target.open("rb") as file:
                return _bounded(name, file.read(LARGEST + 1))
        except FileNotFoundError:
            raise FileError(f"there is no file {name!r} beside the agreement", _NAMED) from None
        except (OSError, RuntimeError) as error:
            raise FileError(f"{name!r} cannot be read: {getattr(error, 'strerror', None) or error}") from None

    return read


def resource_folder(folder: Traversable) -> Folder:
    """The folder of an agreement of the library, which may lie in an archive."""

    def read(name: str) -> bytes:
        file = folder.joinpath(*_inside(name).parts)
        if not file.is_file():
            raise FileError(f"there is no file {name!r} beside the agreement", _NAMED)
        return _bounded(name, file.read_bytes())

    return read


def _bounded(name: str, data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise FileError(f"{name!r} is larger than {LARGEST} bytes")
    return data
