"""Inference on durable-rules 2.0.28, inside the subset of it that was found to be safe.

The only module that imports it. It drives the C engine synchronously from one thread: no host, no background threads,
no wall clock, no timers. A rule is one ``when_all`` whose first test is an equality on the fact's type; facts hold
small integers of our own and nothing of a user's; a normative event is asserted, the firings are collected and put in
order, and the fact is retracted. Any unexpected return code is fatal and names the fact.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import attrs

from .protocol import InferenceUnavailableError, Rule, Rules

try:
    import durable_rules_engine as _engine
except ImportError as error:  # built for a Python on which it does not load, or not installed at all
    _engine = None
    REASON: str | None = str(error).splitlines()[0]
else:
    REASON = None

RULES_PER_SET = 60
"""The engine's own stack holds 64 rules per message."""
FIRINGS_PER_FACT = RULES_PER_SET
FACTS_PER_HANDLE = 100_000
"""Rebuild after so many: facts leak a few bytes per firing."""

_SID = "0"
_BOOT = {"t": "boot"}
_OK = 0
_NOT_TESTED = 1
_names = count()


class DurableFault(RuntimeError):  # noqa: N818
    """durable-rules answered what it never should; nothing after it can be trusted."""


@attrs.define
class _RuleSet:
    """One ruleset of at most ``RULES_PER_SET`` rules, with its handle."""

    fact_type: str
    rules: dict[str, Rule]
    handle: int = attrs.field(init=False)
    asserted: int = attrs.field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._create()

    def _create(self) -> None:
        definition: dict[str, Any] = {
            name: {"all": [{"m": {"$and": [{"t": self.fact_type}, {"k": key_of(rule.clause, rule.outcome)}]}}]}
            for name, rule in self.rules.items()
        }
        definition["boot"] = {"all": [{"m": _BOOT}]}
        check_safe(definition)
        self.handle = _engine.create_ruleset(f"comply{next(_names)}", json.dumps(definition))
        self.asserted = 0
        # A state whose first action never ran cannot be deleted safely; so one action runs at once.
        if len(list(self._fired(self._assert("b", _BOOT)))) != 1:
            raise DurableFault("the boot fact did not fire")
        self._retract("b")

    def fire(self, clause: int, outcome: int, *, certain: bool) -> list[Rule]:
        if self.asserted >= FACTS_PER_HANDLE:
            self.close()
            self._create()
        self.asserted += 1
        fact = {"t": self.fact_type, "k": key_of(clause, outcome), "m": 2 if certain else 1}
        offset = self._assert("f", fact)
        if offset is None:
            return []
        fired = sorted(self.rules[name] for name in self._fired(offset))
        self._retract("f")
        return fired

    def _assert(self, name: str, fact: dict[str, Any]) -> int | None:
        """Assert a fact; None where no rule tests such a fact and it was not kept."""
        code, offset = _engine.assert_fact(self.handle, json.dumps({"id": name, **fact}))
        if code == _NOT_TESTED:
            return None
        if code != _OK:
            raise DurableFault(f"asserting {fact} returned {code}")
        return int(offset)

    def _retract(self, name: str) -> None:
        code, _ = _engine.retract_fact(self.handle, json.dumps({"id": name}))
        if code != _OK:
            raise DurableFault(f"retracting {name!r} returned {code}")

    def _fired(self, offset: int | None) -> Iterator[str]:
        if offset is None:
            return
        started = _engine.start_action_for_state(self.handle, offset)
        message = started[1] if started else None
        firings = 0
        while message:
            firings += 1
            if firings > FIRINGS_PER_FACT:
                raise DurableFault(f"more than {FIRINGS_PER_FACT} rules fired on one fact")
            yield from json.loads(message)
            message = _engine.complete_and_start_action(self.handle, offset)

    def close(self) -> None:
        _engine.delete_state(self.handle, _SID)
        _engine.delete_ruleset(self.handle)


def check_safe(definition: dict[str, Any]) -> None:
    """Refuse a ruleset outside the safe subset.

    Admitted is one condition a rule: an equality of the fact's type with a short text, alone or joined to equalities
    with integers. No other operator, join, nesting, priority, count, float or text is.

    Raises:
        DurableFault: naming the rule.
    """
    if len(definition) > RULES_PER_SET + 1:
        raise DurableFault(f"more than {RULES_PER_SET} rules in one ruleset")
    for name, rule in definition.items():
        if not _safe(rule):
            raise DurableFault(f"rule {name!r} is outside the safe subset of durable-rules: {rule}")


def _safe(rule: Any) -> bool:
    if set(rule) != {"all"} or len(rule["all"]) != 1 or set(rule["all"][0]) != {"m"}:
        return False
    condition = rule["all"][0]["m"]
    first, *rest = condition["$and"] if set(condition) == {"$and"} else [condition]
    typed = set(first) == {"t"} and isinstance(first["t"], str) and first["t"].isascii() and len(first["t"]) <= 16
    return typed and all(
        len(one) == 1 and not next(iter(one)).startswith("$") and type(next(iter(one.values()))) is int for one in rest
    )


def key_of(clause: int, outcome: int) -> int:
    """Clause and outcome as one small number: one equality then selects the rules."""
    return clause * 16 + outcome


@attrs.define
class DurableInference:
    """The rules in as many rulesets as their number needs; each clause's rules stand together in one."""

    name = "durable"
    _sets: list[_RuleSet]
    _set_of: dict[tuple[int, int], int]
    _closed: bool = False

    @classmethod
    def of(cls, rules: Rules) -> DurableInference:
        """Compile rules.

        Raises:
            InferenceUnavailableError: durable-rules does not import on this Python.
        """
        if _engine is None:
            raise InferenceUnavailableError(f"durable-rules does not import here: {REASON}")
        chunks: list[list[Rule]] = []
        set_of: dict[tuple[int, int], int] = {}
        for group in _groups(rules):
            if not chunks or len(chunks[-1]) + len(group) > RULES_PER_SET:
                chunks.append([])
            chunks[-1] += group
            set_of[group[0].clause, group[0].outcome] = len(chunks) - 1
        sets = [
            _RuleSet(f"e{index}", {f"r{rule.number}": rule for rule in chunk}) for index, chunk in enumerate(chunks)
        ]
        return cls(sets, set_of)

    def infer(self, clause: int, outcome: int, *, certain: bool) -> tuple[int, ...]:
        """The numbers of the rules that fire, by priority and then by number."""
        place = self._set_of.get((clause, outcome))
        if place is None:
            return ()
        return tuple(rule.number for rule in self._sets[place].fire(clause, outcome, certain=certain))

    def close(self) -> None:
        """Free the handles."""
        if not self._closed:
            self._closed = True
            for rule_set in self._sets:
                rule_set.close()


def _groups(rules: Rules) -> list[list[Rule]]:
    """The rules of each outcome together.

    Raises:
        InferenceUnavailableError: one outcome has more consequences than a ruleset holds.
    """
    groups: dict[tuple[int, int], list[Rule]] = {}
    for rule in sorted(rules):
        groups.setdefault((rule.clause, rule.outcome), []).append(rule)
    for group in groups.values():
        if len(group) > RULES_PER_SET:
            raise InferenceUnavailableError(f"one outcome has more than {RULES_PER_SET} consequences")
    return [groups[key] for key in sorted(groups)]
