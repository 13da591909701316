"""A paraphrase of which nothing says how it was obtained."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in enumerate(subject.terms.clauses):
        verbatim = any(citation.text for citation in clause.citation)
        for place, citation in enumerate(clause.citation):
            if not verbatim and citation.paraphrase and not citation.basis:
                message = "only a paraphrase is cited, and nothing says how it was obtained"
                yield Found(("clauses", index, "citation", place), message, "quote the words, or give a 'basis'")


LINT = Lint(code="citation-without-basis", title="Paraphrase without a basis", severity="note", check=_check)
