"""An area in which nothing can be."""

from __future__ import annotations

from collections.abc import Iterator

from ..agreement import Area
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for name, area in subject.terms.areas.items():
        if area == Area(title=area.title, note=area.note):
            message = "nothing says where it is: no place is inside"
            yield Found(("areas", name), message, "give pcodes or places, or 'unpublished: true'")


LINT = Lint(code="empty-area", title="Area in which nothing can be", severity="error", check=_check)
