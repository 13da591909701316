"""The diagram of the phases: which ways there are, and that no label can break the form it is written in."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from comply.rules.agreement import Agreement
from comply.rules.diagram import ANY, Way, mermaid, svg, ways
from comply.rules.layout import Box, lay_out
from comply.rules.load import library, load

from ...harness import agreement

LEAVE = """
  - {id: A, kind: power, CITED, bearer: north, act: {kind: withdrawal_from_agreement}, on_exerted: [{enter: ended}]}
"""
LAPSE = """
  - {id: B, kind: condition, CITED, for: 7 days, during: truce, on_met: [{enter: war}]}
"""
SVG = "{http://www.w3.org/2000/svg}"
CROOKED = '"<b>&amp; : ; #1; --> \\ %% [x] {y} | `z`'


def test_ways_by_the_calendar_and_by_clauses() -> None:
    assert ways(agreement(LEAVE + LAPSE).base) == (
        Way(source="truce", target="war", causes=("B becomes true: T",)),
        Way(source="war", target="truce", causes=("1 January 2020, 00:00 UTC",)),
        Way(source="ended", target="truce", causes=("1 January 2020, 00:00 UTC",)),  # ended before it began
        Way(source="war", target="ended", causes=("A is exercised: T",)),
        Way(source="truce", target="ended", causes=("A is exercised: T",)),
    )


def test_what_may_come_in_any_of_many_phases_is_drawn_once() -> None:
    phases = "\nphases:\n" + "".join(f"  - {{id: {name}, title: T}}\n" for name in ("war", "truce", "peace", "ended"))
    assert ways(agreement(LEAVE, phases=phases).base) == (
        Way(source=ANY, target="ended", causes=("A is exercised: T",)),
    )


def test_the_phases_it_can_be_entered_from_limit_the_ways() -> None:
    phases = (
        "\nphases:\n  - {id: war, title: War}\n  - {id: truce, title: Truce}\n"
        "  - {id: ended, title: Ended, from: truce}\n"
    )
    assert [way.source for way in ways(agreement(LEAVE, phases=phases).base)] == ["truce"]


def test_a_phase_that_is_over_by_then_is_no_source() -> None:
    phases = (
        '\nphases:\n  - {id: war, title: War}\n  - {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}\n'
        '  - {id: ended, title: Ended, at: "2020-02-01T00:00:00Z"}\n'
    )
    found = ways(agreement(LAPSE.replace("war", "truce"), phases=phases).base)
    assert [(way.source, way.target) for way in found if way.target == "ended"] == [("truce", "ended")]


def test_causes_of_one_way_stand_together() -> None:
    found = ways(agreement(LAPSE + LAPSE.replace("id: B", "id: C")).base)
    assert found[0].causes == ("B becomes true: T", "C becomes true: T")


def crooked() -> Agreement:
    return agreement(LEAVE.replace("CITED", f"title: {json.dumps(CROOKED)}, citation: {{document: t, text: w}}"))


def test_mermaid_reads_a_label_as_text() -> None:
    label = next(line for line in mermaid(crooked().base).splitlines() if "exercised" in line)
    text = label.split(" : ", 1)[1]
    assert not set('"<>&;#:') & set(_decoded(text)[1])
    assert _decoded(text)[0] == f"A is exercised: {CROOKED}"


def _decoded(text: str) -> tuple[str, str]:
    """A label with its codes read back, and what stands in it besides codes."""
    plain, outside, rest = "", "", text
    while rest:
        if rest[0] == "#":
            code, rest = rest[1:].split(";", 1)
            plain += chr(int(code))
        else:
            plain, outside, rest = plain + rest[0], outside + rest[0], rest[1:]
    return plain, outside


def test_svg_is_well_formed_and_says_itself_in_words() -> None:
    root = ET.fromstring(svg(crooked().base))
    assert root.find(f"{SVG}title").text == "A test: phases"
    said = root.find(f"{SVG}desc").text
    assert said.startswith("It starts in “War”. ")
    assert f"From “War” to “Ended”: A is exercised: {CROOKED}." in said
    assert "prefers-color-scheme: dark" in root.find(f"{SVG}style").text


@pytest.mark.parametrize("name", library())
def test_the_same_picture_each_time(name: str) -> None:
    terms = load(name).base
    assert svg(terms) == svg(terms)
    ET.fromstring(svg(terms))


def overlap(one: Box, other: Box) -> bool:
    return (
        abs(one.x - other.x) < (one.width + other.width) / 2 and abs(one.y - other.y) < (one.height + other.height) / 2
    )


@pytest.mark.parametrize(
    "joined",
    [
        [],
        ["ab"],
        ["ab", "ba"],
        ["ab", "bc", "ca"],
        ["ab", "ac", "bd", "cd", "ad"],
        ["bc", "cb"],
        ["ba", "cb", "dc", "ad", "ac", "db"],
        ["ab", "ac", "ad", "ba", "ca", "da"],
    ],
)
def test_no_two_boxes_overlap(joined: list[str]) -> None:
    boxes = {name: Box.of([name * 20], "phase") for name in "abcd"}
    picture = lay_out(boxes, [(way[0], way[1], Box.of(["because of this"] * 3, "cause")) for way in joined])
    assert len(picture.boxes) == 4 + len(joined)
    assert len(picture.paths) == 2 * len(joined)
    for number, box in enumerate(picture.boxes):
        assert box.x - box.width / 2 >= 0
        assert box.x + box.width / 2 <= picture.width
        assert box.y - box.height / 2 >= 0
        assert box.y + box.height / 2 <= picture.height
        assert not any(overlap(box, other) for other in picture.boxes[:number])
