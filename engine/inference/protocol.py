"""The protocol of inference: an outcome of a clause goes in, the rules that fire come out in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import attrs


@attrs.frozen(order=True)
class Rule:
    """When ``outcome`` of ``clause`` happens, consequence ``number`` follows. All are small numbers of our own."""

    priority: int
    number: int
    clause: int
    outcome: int


class Inference(Protocol):
    """One evaluation's inference; it is told of outcomes and keeps nothing else."""

    name: str

    def infer(self, clause: int, outcome: int, *, certain: bool) -> tuple[int, ...]:
        """The numbers of the rules that fire, by priority and then by number."""

    def close(self) -> None:
        """Free what it holds; nothing may be inferred afterwards."""


class InferenceUnavailableError(RuntimeError):
    """The implementation asked for cannot be used here."""


Rules = Iterable[Rule]
