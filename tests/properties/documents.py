"""Agreement documents of every form, built from the record types themselves: a new field is drawn without being named.

Names are drawn from a small set that is declared, so that many documents load.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from typing import Any, Literal, NewType, Union, get_args, get_origin

import attrs
from hypothesis import strategies as st

from comply.events.duration import Duration
from comply.rules.clauses import CLAUSE_KINDS, VERBS, Clause, Consequence
from comply.rules.fields import fields_of
from comply.rules.pattern import Pattern, Wanted
from comply.rules.temporal import Level, Outcome, Stage, Step

PARTIES = ("north", "north-air", "south", "outlaw")
KINDS = ("attack", "shelling", "air_sortie", "aid_delivery", "renewal", "event")
PHASES = ("war", "truce", "peace", "ended")
INSTANTS = ("day-d", "2020-01-05T00:00:00Z", "2020-01-20T12:00:00Z")
ATTRIBUTES = ("amount", "claim")
CLAUSES = tuple("abcdef")
OUTCOMES_OF = {
    "breach_of": ("prohibition", "limit", "obligation", "maintenance"),
    "fulfilment_of": ("obligation",),
    "meeting_of": ("condition",),
    "exertion_of": ("power",),
    "expiry_of": ("power",),
    "restoration_of": ("maintenance",),
    "broken_by_breach_of": ("prohibition", "limit", "obligation", "maintenance"),
    "defeats": ("prohibition", "limit"),
    "reset": ("condition",),
    "waive": ("obligation",),
    "extend": ("obligation",),
}
"""The kinds that a field can name; other fields can name any."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "PartyName": (*PARTIES, "bound"),
    "AreaName": ("city", "district", "hidden"),
    "PlaceName": ("bridge",),
    "KindName": KINDS,
    "PhaseName": PHASES,
    "DocumentName": ("t",),
    "InstantName": INSTANTS,
}
AREAS = (
    {"pcodes": ["SY0201"]},
    {"places": ["bridge"], "title": "Bridge"},
    {"unpublished": True, "pcodes": ["SY02"]},
    {"polygons": [[[37.0, 36.2], [37.1, 36.2], [37.1, 36.25]]], "lies_in": ["SY02"], "covers": ["SY0201"]},
    {"bands": [{"line": "road", "within_m": 3500, "beyond_m": 10, "side": "left"}], "except": ["city"]},
    {"around": [{"place": "bridge", "within_m": 1000}], "only": ["city"]},
)
"""Areas of every form: of shapes drawn at random hardly any would mean something."""
UNTIL, FROM = {"until": "2020-01-12T00:00:00Z"}, {"from": "2020-01-10T00:00:00Z"}
TIES = st.sampled_from(
    ("north", [{**UNTIL, "party": "north"}], [{**UNTIL, "party": "north"}, {**FROM, "party": "south"}])
)
"""Of what the air force is a part: at all times, until some instant, or of another party from then on."""
KEYS = ("actor", "target", "place", "attributes.amount")
DURATIONS = ("0s", "6h", "1 day", "36h", "3 days", "1 month", "6h + rest of day", "rest of week")
WORDS: Mapping[str, tuple[str, ...]] = {
    "amount": ("count", "killed", "injured", "amount"),
    "means": ("air", "ground", "unknown"),
    "per": KEYS,
    "same": KEYS,
}

VARIANTS: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "limit": ((("within",), ("each",)), (("each",), ("within",))),
    "obligation": (
        ((), ("trigger", "opened_by", "stages", "per")),
        (("trigger",), ("opened_by", "stages")),
        (("opened_by",), ("trigger", "stages")),
        (("stages",), ("trigger", "within", "by", "per", "opened_by")),
    ),
    "condition": (
        (("for",), ("all_of", "sequence", "within")),
        (("for", "while"), ("all_of", "sequence", "within")),
        (("all_of",), ("for", "sequence", "broken_by", "broken_by_breach_of", "while")),
        (("sequence",), ("for", "all_of", "broken_by", "broken_by_breach_of", "while")),
    ),
    "maintenance": ((("keep",), ("level", "at_least", "at_most")), (("level", "at_most"), ("keep",))),
    "power": (((), ("notice",)), ((), ("period", "tacit"))),
}
"""For kinds whose fields exclude each other: the fields that are given, and those that are not."""

Draw = Callable[[st.SearchStrategy[Any]], Any]


@attrs.frozen
class Maker:
    """Draws documents; ``kinds`` are the clauses with their kinds."""

    draw: Draw
    kinds: Mapping[str, str]

    def value(self, wanted: Any, field: str, depth: int) -> Any:
        """A value of a type, for a field."""
        origin, arguments = get_origin(wanted), get_args(wanted)
        if origin in (Union, types.UnionType):
            return self.union([one for one in arguments if one is not type(None)], field, depth)
        if origin is Literal:
            return self.one(arguments)
        if origin is tuple:
            many = self.draw(st.integers(1, 2))
            return [self.value(arguments[0], field, depth) for _ in range(many)]
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {self.one(ATTRIBUTES): self.value(arguments[1], field, depth)}
        if isinstance(wanted, NewType):
            return self.name(wanted.__name__, field)
        if wanted is Duration:
            return self.one(DURATIONS)
        return self.record(wanted, depth) if attrs.has(wanted) else self.plain(wanted, field)

    def union(self, options: list[Any], field: str, depth: int) -> Any:
        """One of the types of a union."""
        return self.value(self.one(tuple(options)), field, depth)

    def plain(self, wanted: type, field: str) -> Any:
        """Text, a truth or a number."""
        if wanted is bool:
            return self.draw(st.booleans())
        if wanted in (int, float):
            return self.one((0, 1, 2, 3)) if wanted is int else self.one((0.5, 1.5, 2.0))
        return self.one(WORDS.get(field, ("x", "self-defence")))

    def one(self, options: tuple[Any, ...]) -> Any:
        """One of several."""
        return self.draw(st.sampled_from(options))

    def name(self, sort: str, field: str) -> str:
        """A name of a sort."""
        if sort != "ClauseName":
            return str(self.one(NAMES[sort]))
        able = OUTCOMES_OF.get(field)
        named = tuple(name for name, kind in self.kinds.items() if able is None or kind in able)
        return str(self.one(named or CLAUSES))

    def record(self, record: type, depth: int) -> Any:
        """A record: the fields it must have, and some that it may."""
        if record is Consequence:
            verb = self.one(VERBS)
            given = {verb: self.name("PhaseName" if verb == "enter" else "ClauseName", verb)}
            return {**given, **({"by": self.one(DURATIONS)} if verb == "extend" else {})}
        if record in (Outcome, Step):
            return self.outcome(record, depth)
        if record is Stage:
            due = self.one(("by", "within"))
            return {"at_least": self.one((1, 2)), due: self.value(fields_of(Stage)[due].type, due, depth)}
        if record is Level:
            return self.fields(record, depth - 1, must=("rises",))
        if record is Wanted and self.draw(st.booleans()):
            return self.one((1, "x", "self-defence", True))
        if record is Pattern and depth <= 0:
            return {"kind": self.one(KINDS)}
        return self.fields(record, depth - 1, least=1)

    def outcome(self, record: type, depth: int) -> dict[str, Any]:
        """An outcome of a clause that can have it, or for a step perhaps an act."""
        possible = [field for field in fields_of(Outcome) if any(k in OUTCOMES_OF[field] for k in self.kinds.values())]
        field = self.one(tuple([*possible, "act"] if record is Step or not possible else possible))
        if field == "act":
            return {"act": self.record(Pattern, depth)}
        return {field: [self.name("ClauseName", field)]}

    def fields(
        self, record: type, depth: int, *, least: int = 0, must: tuple[str, ...] = (), without: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Fields of a record, by the words that documents use."""
        known = {key: field for key, field in fields_of(record).items() if not field.from_key and key not in without}
        given = [key for key, field in known.items() if field.required or key in must]
        may = [key for key in known if key not in given]
        chosen = self.draw(st.lists(st.sampled_from(may), max_size=4, unique=True)) if may else []
        if len(given) + len(chosen) < least:
            chosen = [self.one(tuple(may))]
        return {key: self.value(known[key].type, key, depth) for key in known if key in given or key in chosen}

    def clause(self, name: str) -> dict[str, Any]:
        """A clause of its kind, with alternatives on some fields."""
        kind = self.kinds[name]
        head = {"id": name, "kind": kind, "title": "T", "citation": {"document": "t", "text": "x"}}
        common = tuple(fields_of(Clause))
        must, without = self.one(VARIANTS.get(kind, (((), ()),)))
        own = self.fields(CLAUSE_KINDS[kind], 2, must=must, without=(*common, *without))
        around = {"during": [self.one(PHASES[1:])], **self.fields(Clause, 1, without=("id", "title", "citation"))}
        return {
            **head,
            **{key: self.parted(key, value, CLAUSE_KINDS[kind]) for key, value in {**around, **own}.items()},
        }

    def parted(self, key: str, value: Any, record: type) -> Any:
        """Now and then a field on which the readings part."""
        if self.draw(st.integers(0, 7)):
            return value
        return {"readings": {"default": value, "other": self.value(fields_of(record)[key].type, key, 1)}}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A whole document as data; not all that are drawn load."""
    names = CLAUSES[: draw(st.integers(1, len(CLAUSES)))]
    kinds = {name: draw(st.sampled_from(sorted(CLAUSE_KINDS))) for name in names}
    maker = Maker(draw, kinds)
    area = draw(st.sampled_from(AREAS))
    clauses = [maker.clause(name) for name in names]
    return {
        "comply": "1",
        "id": "drawn",
        "title": "Drawn",
        "timezone": draw(st.sampled_from(("UTC", "Asia/Damascus"))),
        "documents": {"t": {"title": "T"}},
        "readings": {
            "letter": {"title": "L"},
            "other": {
                "title": "O",
                "evidence": {
                    "least_status": "corroborated",
                    "least_reliability": "C3",
                    "least_sources": 2,
                    "reported_by": ["outlaw"],
                    "not_by": ["actor"],
                },
            },
        },
        "instants": {"day-d": {"at": "2020-01-02T00:00:00Z"}},
        "parties": {
            "north": {"name": "North"},
            "north-air": {"name": "Air", "part_of": draw(TIES)},
            "south": {
                "name": "South",
                "answers_to": draw(st.sampled_from((["outlaw"], [{**UNTIL, "party": "outlaw"}]))),
            },
            "outlaw": {"name": "Outlaw"},
        },
        "groups": {"bound": {"members": ["north", "south"]}},
        "places": {"bridge": {"name": "Bridge", "pcode": "SY0201", "lat": 36.22, "lon": 37.05}},
        "lines": {"road": {"points": [[37.0, 36.2], [37.2, 36.3]]}},
        "areas": {"city": {"pcodes": ["SY02"]}, "district": area, "hidden": {"unpublished": True}},
        "phases": [
            {"id": "war", "title": "War"},
            {"id": "truce", "title": "Truce", "at": "day-d"},
            {"id": "peace", "title": "Peace", "from": ["truce"]},
            {"id": "ended", "title": "Ended"},
        ],
        "clauses": clauses,
    }
