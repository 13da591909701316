"""A bad line becomes a problem with its place, its path and its reason, and never an exception."""

from __future__ import annotations

import json
from typing import Any

import pytest

from comply.events.codec import clip, decode_line
from comply.events.errors import Problem
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import load_zone

MINIMAL = {"id": "7", "occurred": "2016-09-12T12:00:00Z", "kind": "shelling"}
HUGE = "1" + "0" * 400


def refuse(line: bytes) -> Problem:
    problem = decode_line(line, file="log", number=3, zone=load_zone("UTC"), taxonomy=DEFAULT_TAXONOMY)
    assert isinstance(problem, Problem), f"accepted: {problem}"
    assert (problem.location.file, problem.location.line) == ("log", 3)
    assert len(str(problem)) < 500
    assert str(problem).isprintable()
    return problem


def with_raw(field: str) -> bytes:
    """A good line with one more field, as it is written."""
    return json.dumps(MINIMAL)[:-1].encode() + b"," + field.encode() + b"}"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"occurred": None}, "log:3 $.occurred: missing: when it happened"),
        ({"kind": None}, "log:3 $.kind: missing: what happened"),
        ({"kind": "sheling"}, "log:3 $.kind: unknown kind 'sheling' (did you mean 'shelling'?)"),
        (
            {"occurred": "2016-09-12T20:33:00"},
            "log:3 $.occurred: '2016-09-12T20:33:00' has no offset from UTC; "
            "write for example '2016-09-12T20:33:00' + '+03:00' or 'Z'",
        ),
        ({"occurred": "2016-02-30"}, "log:3 $.occurred: '2016-02-30' is not a day of the calendar"),
        ({"occurred": "9999-12-31T00:00:00Z"}, "log:3 $.occurred: lies outside the years 1 to 9999"),
        ({"recorded": "2016-09-12T24:00:00Z"}, "log:3 $.recorded: '2016-09-12T24:00:00Z' is no such day or hour"),
        ({"recorded": "2016-09-12"}, "log:3 $.recorded: '2016-09-12' is not an RFC 3339"),
        (
            {"occurred": {"earliest": "2016-09-13T00:00:00Z", "latest": "2016-09-12T00:00:00Z"}},
            "log:3 $.occurred: latest lies before earliest",
        ),
        ({"occurred": {"earliest": "soon", "latest": "later"}}, "log:3 $.occurred.earliest: 'soon' is not an RFC 3339"),
        (
            {"occurred": {"earliest": "2016-09-13T00:00:00Z"}},
            "log:3 $.occurred: Object missing required field `latest`",
        ),
        ({"occured": "x"}, "log:3: unknown field 'occured' (did you mean 'occurred'?)"),
        ({"place": {"latt": 1}}, "log:3 $.place: unknown field 'latt' (did you mean 'lat'?)"),
        ({"actor": ["a", {"party": "b", "rol": "c"}]}, "log:3 $.actor[1]: unknown field 'rol' (did you mean 'role'?)"),
        ({"place": {"lat": 36.2}}, "log:3 $.place: lat and lon go together"),
        ({"place": {"lat": 91, "lon": 0}}, "log:3 $.place.lat: Expected `float` <= 90"),
        ({"means": "artilery"}, "log:3 $.means: unknown means 'artilery' (did you mean 'artillery'?)"),
        ({"means": "zzz"}, "log:3 $.means: unknown means 'zzz' (one of air, rotary"),
        ({"status": "varified"}, "log:3 $.status: unknown status 'varified' (did you mean 'verified'?)"),
        ({"actor": {"party": "a", "role": "join"}}, "log:3 $.actor.role: unknown role 'join' (did you mean 'joint'?)"),
        ({"killed": {"low": 5, "high": 4}}, "log:3 $.killed: low is greater than high"),
        ({"injured": {"low": 1, "high": 2, "best": 3}}, "log:3 $.injured: best lies outside low and high"),
        ({"killed": -1}, "log:3 $.killed: Expected `int` >= 0"),
        ({"killed": 2.5}, "log:3 $.killed: Expected `int"),
        ({"count": 0}, "log:3 $.count: Expected `int` >= 1"),
        ({"count": True}, "log:3 $.count: Expected `int`, got `bool`"),
        ({"reliability": "G7"}, "log:3 $.reliability: Expected `str` matching regex"),
        ({"reliability": "B2\n"}, "log:3 $.reliability: Expected `str` of length <= 2"),
        ({"id": ""}, "log:3 $.id: Expected `str` of length >= 1"),
        ({"id": 7}, "log:3 $.id: Expected `str`, got `int`"),
        ({"attributes": {"a": None}}, "log:3 $.attributes[...]: Expected"),
        ({"attributes": {"a": [1]}}, "log:3 $.attributes[...]: Expected"),
        ({"retracts": "6"}, "log:3 $.retracts: a record that retracts another reports nothing itself; use supersedes"),
        (
            {"occurred": None, "kind": None, "retracts": "6"},
            "log:3 $.recorded: missing: when the retraction became known",
        ),
    ],
)
def test_a_field_that_means_nothing_is_named_with_the_reason(fields: dict[str, Any], message: str) -> None:
    assert str(refuse(json.dumps({**MINIMAL, **fields}).encode())).startswith(message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"", "log:3: the line is empty"),
        (b"  \t ", "log:3: the line is empty"),
        (b'{"id":"7","occurred":"2016-09', "log:3: the line ends in the middle of a record"),
        ('{"id":"حلب'.encode()[:-1], "log:3: the line ends in the middle of a record"),
        (b"{}", "log:3: Object missing required field `id`"),
        (b"[]", "log:3: Expected `object`, got `array`"),
        (b"null", "log:3: Expected `object`, got `null`"),
        (b"hello", "log:3: not JSON: invalid character (byte 0)"),
        (b'{"id":"7"} {"id":"8"}', "log:3: not JSON: trailing characters"),
        (b"{'id':'7'}", "log:3: not JSON:"),
        (b"\x00\x01\x02", "log:3: not JSON: it holds a NUL byte"),
        (b'{"id":"\xff"}', "log:3: not UTF-8 text"),
        (b'{"id":"\xed\xa0\x80"}', "log:3: not UTF-8 text"),  # a surrogate encoded as if it were a character
        (json.dumps(MINIMAL).encode("utf-16"), "log:3: not UTF-8 text"),
        (with_raw('"attributes":{"a":NaN}'), "log:3: not JSON:"),
        (with_raw('"attributes":{"a":Infinity}'), "log:3: not JSON:"),
        (with_raw('"attributes":{"a":1e400}'), "log:3 $.attributes[...]: Number out of range"),
        (with_raw('"killed":1e400'), "log:3 $.killed: Number out of range"),
        (with_raw('"killed":' + HUGE), "log:3 $.killed: Expected `int` <= 9007199254740991"),
        (with_raw('"count":' + HUGE), "log:3 $.count: Expected `int` <= 9007199254740991"),
        (with_raw('"attributes":{"a":-' + HUGE + "}"), "log:3 $.attributes[...]: Expected `int`"),
        (with_raw('"attributes":{"a":1' + "0" * 100_000 + "}"), "log:3 $.attributes[...]: Integer value out of range"),
        (with_raw('"summary":"\\ud800"'), "log:3: not JSON: half a surrogate pair (byte 78)"),
        (with_raw('"summary":"\\udc00"'), "log:3: not JSON: invalid utf-16 surrogate pair"),
        (with_raw('"summary":"\\ud800\\u0041"'), "log:3: not JSON: invalid utf-16 surrogate pair"),
        (with_raw('"summary":"a\nb"'), "log:3: not JSON:"),
        (with_raw('"a`b":1'), "log:3: unknown field 'a`b'"),
        (with_raw('"x` - at `$.\\u001b[2J":1'), "log:3: unknown field 'x` - at `$.\\x1b[2J'"),
        (with_raw('"\\u001b[2J":1'), "log:3: unknown field '\\x1b[2J'"),
        (with_raw('"' + "y" * 100_000 + '":1'), "log:3: unknown field 'yyyy"),
        (with_raw('"means":"' + "y" * 100_000 + '"'), "log:3 $.means: unknown means 'yyyy"),
        (with_raw('"kind":"\\u001b[2J"'), "log:3 $.kind: unknown kind '\\x1b[2J'"),
        (with_raw('"occurred":"\\u001b[2J"'), "log:3 $.occurred: '\\x1b[2J' is not an RFC 3339"),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_bytes_that_are_no_record_are_refused_with_the_reason(line: bytes, message: str) -> None:
    assert str(refuse(line)).startswith(message)


@pytest.mark.parametrize("field", [b'"attributes"', b'"actor"', b'"unheard_of"', b'"summary"'])
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
@pytest.mark.parametrize("closed", [True, False])
def test_ten_thousand_levels_of_nesting_are_refused(field: bytes, opening: bytes, closing: bytes, closed: bool) -> None:
    nested = opening * 10_000 + (b"1" + closing * 10_000 if closed else b"")
    refuse(json.dumps(MINIMAL)[:-1].encode() + b"," + field + b":" + nested + b"}")
    refuse(nested)


def test_a_long_text_is_shortened_in_messages() -> None:
    assert clip("a" * 60) == "a" * 60
    assert clip("a" * 61) == "a" * 60 + "…"
