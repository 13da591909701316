"""A duty to achieve that no deadline can ever break."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Obligation
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.of_kind(Obligation):
        assert isinstance(clause, Obligation)
        if clause.within is None and clause.by is None and not clause.stages:
            message = "it has no deadline: it stays pending until it is met, and is never breached"
            yield Found(("clauses", index), message, "give 'within' or 'by', or say that the text sets none")


LINT = Lint(code="duty-without-deadline", title="Duty without a deadline", severity="warning", check=_check)
