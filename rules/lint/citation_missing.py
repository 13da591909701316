"""A clause that cites nothing."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in enumerate(subject.terms.clauses):
        if not any((citation.text or citation.paraphrase or "").strip() for citation in clause.citation):
            yield Found(("clauses", index), "it cites no words of any document", "cite where it stands")


LINT = Lint(code="citation-missing", title="Clause that cites nothing", severity="warning", check=_check)
