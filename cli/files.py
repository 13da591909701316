"""Writing over a user's file: all of it or nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def replace(path: Path, data: bytes) -> None:
    """Put other bytes in the place of a file in one step: no failure leaves half a document.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    with put_in_place(path) as file:
        file.write(data)


@contextmanager
def put_in_place(path: Path, wanted: Callable[[], bool] = lambda: True) -> Iterator[BinaryIO]:
    """Write beside a file and put it in its place once all is written, if it is ``wanted``: no failure leaves half.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if wanted():
            Path(name).chmod(mode)
            Path(name).replace(target)
        else:
            Path(name).unlink()
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
