"""Paths: where in a document something stands, by keys and by places in lists."""

from __future__ import annotations

from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


def show_path(path: Path) -> str:
    """A JSON path for messages."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
