"""Needs: what would have sufficed for a statement that is not certain, computed from the tests that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import attrs

from ..events.mark import Mark
from .derivation import Derivation

Joined = Literal["all", "any"]


@attrs.frozen(kw_only=True)
class Need:
    """One thing that was needed (``text``), or several, all or any of them (``joined``).

    ``test`` and ``wanted`` are those of the statement that failed, ``so`` whether it should have held or not.
    """

    text: str | None = None
    test: str | None = None
    wanted: str | None = None
    so: bool = True
    joined: Joined = "all"
    parts: tuple[Need, ...] = ()

    @property
    def size(self) -> int:
        """How many things it takes, where any of several is enough the fewest."""
        if not self.parts:
            return 1
        return (sum if self.joined == "all" else min)(part.size for part in self.parts)

    def words(self) -> str:
        """All of it as the end of a sentence that begins with "it would have sufficed that"."""
        if self.text is not None:
            return self.text
        inner = [f"[{part.words()}]" if len(part.parts) > 1 else part.words() for part in self.parts]
        return (" and " if self.joined == "all" else " or ").join(inner)

    def to_json(self) -> dict[str, object]:
        """Plain data."""
        if self.text is None:
            return {self.joined: [part.to_json() for part in self.parts]}
        plain: dict[str, object] = {"text": self.text, "test": self.test, "holds": self.so}
        return plain | ({} if self.wanted is None else {"wanted": self.wanted})


_PHRASES: Mapping[str, tuple[str, str]] = {
    "kind": ("the kind of act were {}", "the kind of act were not {}"),
    "means": ("the means were {}", "the means were not {}"),
    "actor": ("it were done by {}", "it were not done by {}"),
    "target": ("it were done to {}", "it were not done to {}"),
    "jointly": ("it were done together by {}", "it were not done together by {}"),
    "area": ("it lay in {}", "it did not lie in {}"),
    "killed": ("the number of people killed were {}", "the number of people killed were not {}"),
    "injured": ("the number of people injured were {}", "the number of people injured were not {}"),
    "in_force": ("it happened while the clause was in force, {}", "it happened while the clause was not in force"),
    "given": ("there were an {}", "there were no {}"),
    "meets": ("it were {}", "it were not {}"),
    "period": ("there were {}", "there were not {}"),
    "exertion": ("there were {}", "there were not {}"),
    "hears": ("it came to {}", "it did not come to {}"),
    "step": ("the step {} were taken", "the step {} were not taken"),
    "steps": ("the steps were taken {}", "the steps were not taken {}"),
    "held": ("it held {}", "it did not hold {}"),
    "done": ("it were met {}", "it were not met {}"),
    "count": ("the number of acts were {}", "the number of acts were not {}"),
    "sum": ("the sum were {}", "the sum were not {}"),
    "state": ("the state did not hold", "the state held"),
    "level": ("the level were not {}", "the level were {}"),
    "lasted": ("there were {}", "there were not {}"),
}
_ALONE: Mapping[str, tuple[str, str]] = {
    "evidence": ("the report were evidence enough for this reading", "the report were no evidence for this reading"),
    "opened": ("the duty were opened for certain", "the duty were not opened"),
    "open": ("the duty were open for certain", "the duty were not open"),
    "done": ("it were met", "it were not met"),
    "in_force": ("it happened while the clause was in force", "it happened while the clause was not in force"),
}


def needed(statement: Derivation, *, so: bool = True) -> Need | None:
    """What it takes for a statement to hold for certain (or, with ``so`` False, surely not to); None where it does."""
    if statement.mark is (Mark.CERTAIN if so else Mark.NONE):
        return None
    split = _SPLIT.get(statement.test, _whole)
    return split(statement, so)


def _join(joined: Joined, needs: Iterable[Need | None]) -> Need | None:
    parts = [part for part in needs if part is not None]
    flat = [inner for part in parts for inner in (part.parts if part.parts and part.joined == joined else (part,))]
    distinct = tuple(dict.fromkeys(flat))
    if len(distinct) < 2:
        return distinct[0] if distinct else None
    return Need(joined=joined, parts=distinct)


def _whole(statement: Derivation, so: bool) -> Need:
    """A statement that is not divided further."""
    phrases = _PHRASES.get(statement.test)
    if statement.test.startswith("attribute "):
        name = statement.test.removeprefix("attribute ")
        phrases = f"the report stated {name} as {{}}", f"the report did not state {name} as {{}}"
    if phrases is None or not statement.wanted:
        plain = (f"{statement.test.replace('_', ' ')} were as asked", f"{statement.test.replace('_', ' ')} were not so")
        if statement.wanted:
            plain = tuple(f"{words}: {statement.wanted}" for words in plain)  # type: ignore[assignment]
        phrases = _ALONE.get(statement.test, plain)
    text = phrases[0 if so else 1].format(statement.wanted)
    return Need(text=text, test=statement.test, wanted=statement.wanted, so=so)


def _conjunction(statement: Derivation, so: bool) -> Need | None:
    return _join("all" if so else "any", (needed(part, so=so) for part in statement.parts)) or _whole(statement, so)


def _act(statement: Derivation, so: bool) -> Need | None:
    """What an act must be: where several reports tell of it, each of them says something of it."""
    reports = [part for part in statement.parts if part.test == "report"]
    if not reports:
        return _conjunction(statement, so)
    return _join("all", (needed(part, so=so) for part in reports)) or _whole(statement, so)


def _disjunction(statement: Derivation, so: bool) -> Need | None:
    return _join("any" if so else "all", (needed(part, so=so) for part in statement.parts)) or _whole(statement, so)


def _negation(statement: Derivation, so: bool) -> Need | None:
    return _join("all" if so else "any", (needed(part, so=not so) for part in statement.parts))


def _claim(statement: Derivation, so: bool) -> Need | None:
    """What can be claimed and never established: it can be made possible and not certain."""
    if not so:
        return _conjunction(statement, so)
    if statement.mark is Mark.POSSIBLE:
        return Need(text="it could be established, which no report can", test="possibly", so=so)
    return _join("all", (needed(part) for part in statement.parts))


def _exception(statement: Derivation, so: bool) -> Need | None:
    """An exception that applies, or may: it is enough that one of the things that make it apply were not so."""
    told = _join("any", (needed(part, so=False) for part in statement.parts if part.mark)) if so else None
    verb = "did not apply" if so else "applied"
    whole = Need(text=f"the exception {statement.wanted} {verb}", test="exception", wanted=statement.wanted, so=so)
    return whole if told is None else told


_SPLIT: Mapping[str, Callable[[Derivation, bool], Need | None]] = {
    **dict.fromkeys(
        ("all", "report", "role", "breach", "fulfilment", "met", "exerted", "excepted", "expiry", "restoration"),
        _conjunction,
    ),
    "act": _act,
    "any": _disjunction,
    "not": _negation,
    "possibly": _claim,
    "exception": _exception,
}
