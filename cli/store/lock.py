"""One writer at a time: the lock of a store, which falls when its process ends, however it ends."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from .errors import StoreError


def locked(store: Path) -> FileLock:
    """Take the lock of a store, by whatever link it is named.

    Raises:
        StoreError: another process has it, or there can be none.
    """
    try:
        named = store.resolve()
    except (OSError, RuntimeError):  # as of 3.13 it is the former
        raise StoreError(store, "its links lead in a circle") from None
    if not named.parent.is_dir():
        raise StoreError(store, "there is no such folder to make it in")
    lock = FileLock(f"{named}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreError(store, "another process writes it", "end that one first, or name another --store") from None
    except OSError as error:
        remedy = "let its folder be written, or name another --store"
        raise StoreError(store, f"its lock cannot be taken: {error.strerror}", remedy) from None
    return lock
