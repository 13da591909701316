"""What is wrong with a store."""

from __future__ import annotations

from pathlib import Path

from ...events.errors import ComplyError, Location, Problem


class StoreError(ComplyError):
    """A store that cannot be used; nothing is lost by it that was in it before."""

    def __init__(self, path: Path, message: str, remedy: str | None = None) -> None:
        super().__init__(Problem(location=Location(file=str(path)), message=message, remedy=remedy))


class DamagedError(StoreError):
    """A store in which something is not as it was written."""

    def __init__(self, path: Path, what: str) -> None:
        remedy = "comply watch --rebuild sets it aside, takes the lines that are whole, and reads the sources anew"
        super().__init__(path, f"the store is damaged: {what}", remedy)
