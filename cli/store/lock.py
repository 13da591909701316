"""One writer at a time: the lock of a store, which falls when its process ends, however it ends."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from .errors import StoreError


def locked(store: Path) -> FileLock:
    """Take the lock of a store.

    Raises:
        StoreError: another process has it, or there can be none.
    """
    if not store.parent.is_dir():
        raise StoreError(store, "there is no such folder to make it in")
    lock = FileLock(f"{store}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreError(store, "another process writes it", "end that one first, or name another --store") from None
    except OSError as error:
        raise StoreError(store, f"its lock cannot be taken: {error.strerror}") from None
    return lock
