"""Circles: what leads, through others, to itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter


def circles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """A circle of the graph, as the list of its names, where there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return [circle[:-1]]
    return []
