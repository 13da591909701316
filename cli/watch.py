"""Waiting for changes of the files that a command reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from ..rules.load import library

_SUFFIXES = (".yaml", ".yml", ".geojson")


def changes(names: Iterable[str], stop: Event | None = None) -> Iterator[None]:
    """One item for each burst of changes to documents at or beside the paths named, until ``stop`` or Ctrl-C."""
    paths = [Path(name) for name in names or ["."] if name not in library() or Path(name).exists()]
    folders = {path if path.is_dir() else path.parent for path in paths}
    above = {folder.resolve().parent for folder in folders if folder.resolve().name == "cases"}
    for _ in watch(*sorted({*folders, *above}), watch_filter=_is_document, stop_event=stop, raise_interrupt=False):
        yield None


def _is_document(_: Change, path: str) -> bool:
    """Editors' and our own temporary files, which begin with a dot, are none."""
    return path.endswith(_SUFFIXES) and not Path(path).name.startswith(".")
