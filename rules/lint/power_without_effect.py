"""A power whose exercise changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Power
from ..temporal import Outcome
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    heard = {
        name
        for index, _ in subject.evaluated
        for _, part in subject.parts[index]
        if isinstance(part, Outcome)
        for name in (*part.exertion_of, *part.expiry_of)
    }
    for index, clause in subject.of_kind(Power):
        assert isinstance(clause, Power)
        effects = clause.on_exerted or clause.on_expiry or clause.period is not None
        if not effects and clause.id not in heard:
            yield Found(("clauses", index), "its exercise changes nothing", "give 'on_exerted' or a 'period'")


LINT = Lint(code="power-without-effect", title="Power whose exercise changes nothing", severity="warning", check=_check)
