"""A phase that nothing enters."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for place, phase in enumerate(subject.terms.phases):
        if subject.reach.phases[phase.id] is None:
            if phase.at is None and phase.id not in subject.reach.entries:
                message = "nothing enters it: it has no instant, and no consequence names it"
            else:
                message = "nothing that enters it can happen in a phase from which it can be entered"
            yield Found(("phases", place), message, "give 'at', or a consequence 'enter' that can follow")


LINT = Lint(code="unreachable-phase", title="Phase that nothing enters", severity="error", check=_check)
