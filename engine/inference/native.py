"""Inference in plain Python: the reference implementation, and the one where durable-rules does not import."""

from __future__ import annotations

import attrs

from .protocol import Rules


@attrs.define
class NativeInference:
    """A table from outcome to rules."""

    name = "native"
    _table: dict[tuple[int, int], tuple[int, ...]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, rules: Rules) -> NativeInference:
        """Compile rules."""
        table: dict[tuple[int, int], tuple[int, ...]] = {}
        for rule in sorted(rules):
            key = (rule.clause, rule.outcome)
            table[key] = (*table.get(key, ()), rule.number)
        return cls(table)

    def infer(self, clause: int, outcome: int, *, certain: bool) -> tuple[int, ...]:  # noqa: ARG002
        """The numbers of the rules that fire, by priority and then by number."""
        return self._table.get((clause, outcome), ())

    def close(self) -> None:
        """Nothing is held."""
