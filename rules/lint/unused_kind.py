"""A kind of act that the agreement adds and no clause means."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    """A kind is used where a clause names it, or names one that it is or that is it."""
    used = subject.used.get("KindName", frozenset())
    taxonomy = subject.agreement.taxonomy
    above = frozenset().union(*(taxonomy.ancestors(kind) for kind in used))
    everything = taxonomy.ancestors("event")
    for name in subject.terms.kinds:
        if name not in above and not (taxonomy.ancestors(name) - everything) & used:
            yield Found(("kinds", name), "no clause means acts of this kind", "name it in an act, or leave it out")


LINT = Lint(code="unused-kind", title="Kind of act that no clause means", severity="warning", check=_check, whole=True)
