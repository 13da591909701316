"""A tree becomes records: types decide what a scalar means, and mistakes are collected with their places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NewType

import attrs
import pytest

from comply.events.duration import Duration
from comply.events.time import HOUR
from comply.rules.document import Mark, parse
from comply.rules.path import show_path
from comply.rules.structure import Builder

Name = NewType("Name", str)


@attrs.frozen(kw_only=True)
class Part:
    id: str = attrs.field(metadata={"from_key": True})
    size: int
    names: tuple[Name, ...] = ()


@attrs.frozen(kw_only=True)
class Whole:
    title: str
    colour: Literal["red", "green"] = "red"
    open_: bool = False
    weight: float = 0.0
    length: Duration | None = None
    lines: tuple[str, ...] = ()
    parts: Mapping[str, Part] = attrs.field(factory=dict)


def builder(reading: str = "plain") -> Builder:
    return Builder(file="doc", reading=reading, known_readings=("plain", "other"))


def build(text: str, wanted: Any = Whole, reading: str = "plain") -> Any:
    made = builder(reading)
    built = made.build(wanted, parse(text.encode(), "doc"))
    assert [str(problem) for problem in made.problems] == []
    return built


def mistakes(text: str, wanted: Any = Whole, reading: str = "plain") -> list[str]:
    made = builder(reading)
    assert made.build(wanted, parse(text.encode(), "doc")) is None
    return [str(problem) for problem in made.problems]


def test_an_unquoted_scalar_is_what_the_field_asks_for() -> None:
    whole = build("title: 12\nopen: true\nweight: 2.5\nlength: 48h\ncolour: green")
    assert whole == Whole(title="12", open_=True, weight=2.5, length=Duration(exact=48 * HOUR), colour="green")


def test_one_value_stands_for_a_list_of_one() -> None:
    assert build("title: a\nlines: one").lines == ("one",)
    assert build("title: a\nlines: [one, two]").lines == ("one", "two")
    assert build("title: a\nlines: []").lines == ()


def test_a_record_in_a_mapping_takes_its_id_from_its_key() -> None:
    assert build("title: a\nparts: {x: {size: 1}}").parts == {"x": Part(id="x", size=1)}
    assert mistakes("title: a\nparts: {x: {size: 1, id: y}}") == [
        "doc:2:22 $.parts.x: unknown key 'id' (its keys are size, names)"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: [a]", "doc:1:8 $.title: expected text, not a list"),
        ("title: {a: b}", "doc:1:8 $.title: expected text, not a mapping"),
        ("title:", "doc:1:1 $.title: nothing is written here (leave the key out or give a value)"),
        ("title: ~", "doc:1:8 $.title: nothing is written here (leave the key out or give a value)"),
        ("title: a\nopen: yes", "doc:2:7 $.open: expected true or false, not 'yes'"),
        ("title: a\nopen: 'true'", "doc:2:7 $.open: expected true or false, not 'true'"),
        ("title: a\nopen: True", "doc:2:7 $.open: expected true or false, not 'True'"),
        ("title: a\nweight: heavy", "doc:2:9 $.weight: expected a number, not 'heavy'"),
        ("title: a\nlength: 3", "doc:2:9 $.length: '3' is not a duration such as"),
        ("title: a\ncolour: gren", "doc:2:9 $.colour: 'gren' is not allowed here (did you mean 'green'?)"),
        ("title: a\ncolour: blue", "doc:2:9 $.colour: 'blue' is not allowed here (one of red, green)"),
        ("title: a\nparts: [x]", "doc:2:8 $.parts: expected a mapping, not a list"),
        ("title: a\nparts: {x: y}", "doc:2:12 $.parts.x: expected a mapping, not text"),
        ("title: a\nparts: {x: {}}", "doc:2:12 $.parts.x: 'size' is missing"),
        ("title: a\nparts: {x: {size: 1.5}}", "doc:2:19 $.parts.x.size: expected a whole number, not '1.5'"),
        ("title: a\nlines: [a, [b]]", "doc:2:12 $.lines[1]: expected text, not a list"),
        ("titel: a\ntitle: a", "doc:1:1 $: unknown key 'titel' (did you mean 'title'?)"),
        ("title: a\nopen_: true", "doc:2:1 $: unknown key 'open_' (did you mean 'open'?)"),
        ("lines: a", "doc:1:1 $: 'title' is missing"),
        ("- title: a", "doc:1:1 $: expected a mapping, not a list"),
        ("a", "doc:1:1 $: expected a mapping, not text"),
    ],
)
def test_a_value_of_the_wrong_form_is_told_with_its_place(text: str, message: str) -> None:
    (found,) = mistakes(text)
    assert found.startswith(message)


def test_every_mistake_is_told_at_once() -> None:
    text = "title: [a]\nlines: [[b], c, [d]]\nparts: {x: {size: no}, y: {sise: 1}}\ncolor: red"
    assert [problem.split(": ")[0] for problem in mistakes(text)] == [
        "doc:1:8 $.title",
        "doc:2:9 $.lines[0]",
        "doc:2:17 $.lines[2]",
        "doc:3:19 $.parts.x.size",
        "doc:3:28 $.parts.y",
        "doc:3:27 $.parts.y",
        "doc:4:1 $",
    ]


def test_names_are_remembered_with_their_places() -> None:
    made = builder()
    made.build(Whole, parse(b"title: a\nparts:\n  x: {size: 1, names: [p, q]}", "doc"))
    assert [(found.sort, found.name, show_path(found.path), found.mark) for found in made.references] == [
        ("Name", "p", "$.parts.x.names[0]", Mark(3, 24)),
        ("Name", "q", "$.parts.x.names[1]", Mark(3, 27)),
    ]


@pytest.mark.parametrize(("reading", "title"), [("plain", "a"), ("other", "b")])
@pytest.mark.parametrize(
    "text", ["title: {readings: {default: a, other: b}}", "title: {readings: {default: a, other: b}, because: so}"]
)
def test_a_reading_takes_its_alternative_and_else_the_default(text: str, reading: str, title: str) -> None:
    assert build(text, reading=reading).title == title


def test_alternatives_may_be_whole_records_lists_and_items_of_lists() -> None:
    lines = "lines: [x, {readings: {default: y, other: z}}]"
    parts = "parts: {readings: {default: {}, other: {p: {size: 1}}}}"
    text = f"title: a\n{lines}\n{parts}"
    assert build(text) == Whole(title="a", lines=("x", "y"))
    assert build(text, reading="other") == Whole(title="a", lines=("x", "z"), parts={"p": Part(id="p", size=1)})


def test_an_empty_alternative_means_that_the_document_is_silent() -> None:
    text = "title: a\nlength: {readings: {default: 48h, other: }}"
    assert build(text, reading="other").length is None
    assert mistakes("title: {readings: {default: a, other: }}", reading="other") == [
        "doc:1:1 $: 'title' is missing (title: VALUE)"
    ]


def test_an_item_of_a_list_that_is_silent_is_not_there() -> None:
    text = "title: a\nlines: [{readings: {default: ~, other: x}}, y]"
    assert build(text).lines == ("y",)
    assert build(text, reading="other").lines == ("x", "y")


NO_DEFAULT = "doc:1:19 $.title: alternative readings need a 'default' (default: what is taken under all other readings)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: {readings: {other: a}}", NO_DEFAULT),
        ("title: {readings: a}", NO_DEFAULT),
        (
            "title: {readings: {default: a, othr: b}}",
            "doc:1:32 $.title: no reading is called 'othr' (did you mean 'other'?)",
        ),
        (
            "title: {readings: {default: a}, why: so}",
            "doc:1:33 $.title: 'why' stands beside 'readings' (put it inside each reading)",
        ),
    ],
)
def test_alternatives_of_the_wrong_form_are_told(text: str, message: str) -> None:
    assert mistakes(text) == [message]


def test_alternatives_are_collected_in_the_words_of_the_document() -> None:
    made = builder()
    made.build(Whole, parse(b"title: a\nlines: {readings: {default: [x, y], other: z}, because: it says so}", "doc"))
    (found,) = made.alternatives
    assert (found.path, found.clause, found.because) == ("$.lines", None, "it says so")
    assert found.choices == {"default": "[x, y]", "other": "z"}
