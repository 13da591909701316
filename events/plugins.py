"""Plug-ins: what other distributions bring through an entry-point group, and why what cannot be used cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

T = TypeVar("T")


def plugged_in(
    group: str,
    form: type[T],
    wrong: Callable[[T, tuple[T, ...]], str | None],
    points: Iterable[EntryPoint] | None = None,
) -> tuple[tuple[T, ...], tuple[str, ...]]:
    """What the entry points of a group name, in their order, and what is wrong with those that cannot be used.

    Args:
        group: the group, such as ``comply.lints``; the last word, in the singular, is how one is called in messages.
        form: what each of them must be.
        wrong: why one cannot be used beside those that were taken before it; None where it can.
        points: the entry points, by default those of the distributions that are installed.
    """
    what = group.rpartition(".")[2].removesuffix("s")
    taken: list[T] = []
    broken: list[str] = []
    found = entry_points(group=group) if points is None else points
    for point in sorted(found, key=lambda point: (point.name, point.value)):
        loaded = _loaded(point, form)
        why = loaded if isinstance(loaded, str) else wrong(loaded, tuple(taken))
        if why is None and isinstance(loaded, form):
            taken.append(loaded)
        else:
            broken.append(f"the {what} {point.name!r} ({point.value}) cannot be used: {why}")
    return tuple(taken), tuple(broken)


def _loaded(point: EntryPoint, form: type[T]) -> T | str:
    """What an entry point names, or why there is nothing of the form."""
    try:
        loaded = point.load()
    except Exception as error:  # another's code: whatever it raises is reported
        return f"{type(error).__name__}: {error}"
    return loaded if isinstance(loaded, form) else f"it is no {form.__name__}"
