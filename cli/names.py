"""Names on the command line: what there is, and what is near to a name that there is not."""

from __future__ import annotations

from collections.abc import Iterable

import click

from ..events.suggest import did_you_mean

_MOST_NAMES = 40
"""Names of what there is that one message lists."""


def known(what: str, name: str | None, names: Iterable[str], *, of: str = "agreement") -> None:
    """End the run where a name is given that there is not, with the nearest one that there is."""
    there = list(names)
    if name is not None and name not in there:
        listed = ", ".join(there[:_MOST_NAMES]) + (" …" if len(there) > _MOST_NAMES else "")
        remedy = did_you_mean(name, there) or f"one of {listed}"
        raise click.UsageError(f"the {of} has no {what} {name!r} ({remedy})")
