"""Document that no clause cites."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    used = subject.used.get("DocumentName", frozenset())
    for name in subject.terms.documents:
        if name not in used:
            yield Found(("documents", name), "no clause cites this document", "cite it, or leave it out")


LINT = Lint(code="unused-document", title="Document that no clause cites", severity="note", check=_check, whole=True)
