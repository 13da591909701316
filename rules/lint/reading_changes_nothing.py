"""A reading that takes everything as another one does."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    agreement = subject.agreement
    plain = {name: attrs.evolve(terms, readings={}) for name, terms in agreement.terms.items()}
    names = list(plain)
    for place, name in enumerate(names):
        for earlier in names[:place]:
            evidence = [agreement.terms[one].readings[one].evidence for one in (name, earlier)]
            if plain[name] == plain[earlier] and evidence[0] == evidence[1]:
                message = f"it takes everything as the reading {earlier!r} does"
                yield Found(("readings", name), message, "name it in an alternative, or leave it out")
                break


LINT = Lint(
    code="reading-changes-nothing", title="Reading that changes nothing", severity="warning", check=_check, whole=True
)
