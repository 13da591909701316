"""The JSON Schema of an incident says what the decoder says, but for the differences listed here."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from comply.events.codec import decode_line
from comply.events.errors import Problem
from comply.events.incident import MEANS, ROLES, STATUSES
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import load_zone
from comply.events.wire import incident_schema

MINIMAL = {"id": "7", "occurred": "2016-09-12T12:00:00Z", "kind": "shelling"}
SCHEMA = incident_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def decodes(record: dict[str, Any]) -> bool:
    line = json.dumps(record).encode()
    found = decode_line(line, file="log", number=1, zone=load_zone("UTC"), taxonomy=DEFAULT_TAXONOMY)
    return not isinstance(found, Problem)


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"occurred": "2016-09-12"},
        {"occurred": {"earliest": "2016-09-12T12:00:00Z", "latest": "2016-09-12T13:00:00Z"}},
        {"means": "mlrs", "status": "alleged", "reliability": "A1", "count": 3, "aggregate": True},
        {"actor": "a", "target": ["b", {"party": "c", "role": "alleged", "confidence": 1}]},
        {"place": "aleppo", "killed": 0, "injured": {"low": 1, "high": 2}},
        {"place": {"lat": -90, "lon": 180, "radius_m": 0}},
        {
            "sources": [{"publisher": "UN"}],
            "supersedes": "6",
            "summary": "",
            "attributes": {"a": 1, "b": "x", "c": True},
        },
        {"means": None, "actor": None, "place": None},
    ],
)
def test_both_accept_a_good_line(fields: dict[str, Any]) -> None:
    record = {**MINIMAL, **fields}
    assert decodes(record)
    VALIDATOR.validate(record)


def test_both_accept_a_retraction() -> None:
    record = {"id": "8", "retracts": "7", "recorded": "2016-09-12T12:00:00Z"}
    assert decodes(record)
    VALIDATOR.validate(record)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"id": "7"},
        {"id": "7", "kind": "shelling"},
        {"id": "7", "occurred": "2016-09-12T12:00:00Z"},
        {**MINIMAL, "id": ""},
        {**MINIMAL, "id": 7},
        {**MINIMAL, "id": "x" * 513},
        {**MINIMAL, "occured": "x"},
        {**MINIMAL, "occurred": 1_473_696_000},
        {**MINIMAL, "occurred": {"earliest": "2016-09-12T12:00:00Z"}},
        {**MINIMAL, "means": "catapult"},
        {**MINIMAL, "status": "certain"},
        {**MINIMAL, "reliability": "Z9"},
        {**MINIMAL, "reliability": "B2\n"},
        {**MINIMAL, "count": 0},
        {**MINIMAL, "count": True},
        {**MINIMAL, "killed": -1},
        {**MINIMAL, "killed": {"low": 1}},
        {**MINIMAL, "place": {"lat": 91, "lon": 0}},
        {**MINIMAL, "place": {"latitude": 1}},
        {**MINIMAL, "actor": {"name": "a"}},
        {**MINIMAL, "actor": {"party": "a", "confidence": 2}},
        {**MINIMAL, "sources": [{}]},
        {**MINIMAL, "attributes": {"a": None}},
        {**MINIMAL, "attributes": {"a": [1]}},
        {**MINIMAL, "attributes": {"": 1}},
    ],
)
def test_both_refuse_a_line_of_the_wrong_form(record: dict[str, Any]) -> None:
    assert not decodes(record)
    assert not VALIDATOR.is_valid(record)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "unheard_of"},  # an agreement may add kinds
        {"occurred": "yesterday"},  # a time is a text to a schema
        {"occurred": "2016-09-12T12:00:00"},
        {"occurred": {"earliest": "2016-09-13T00:00:00Z", "latest": "2016-09-12T00:00:00Z"}},
        {"killed": {"low": 2, "high": 1}},  # a schema compares no two fields
        {"place": {"lat": 36.2}},
        {"retracts": "6"},
        {"kind": None},  # required is not the same as given
        {"attributes": {"a": 2**53}},  # a number of any size is a number
        {"count": 1.0},  # a whole number to a schema, however it is written
    ],
)
def test_the_decoder_knows_more_than_a_schema_can_say(fields: dict[str, Any]) -> None:
    record = {**MINIMAL, **fields}
    assert not decodes(record)
    assert VALIDATOR.is_valid(record)


def test_a_retraction_without_its_instant_is_a_third_difference() -> None:
    assert not decodes({"id": "8", "retracts": "7"})
    assert VALIDATOR.is_valid({"id": "8", "retracts": "7"})


@pytest.mark.parametrize(
    ("struct", "field", "words"),
    [("WireIncident", "means", MEANS), ("WireIncident", "status", STATUSES), ("WireActor", "role", ROLES)],
)
def test_the_words_of_the_records_are_the_words_of_the_file(struct: str, field: str, words: tuple[str, ...]) -> None:
    assert sorted(_enum(SCHEMA["$defs"][struct]["properties"][field])) == sorted(words)
    for word in words:
        assert decodes(
            {**MINIMAL, "actor": {"party": "a", "role": word}} if field == "role" else {**MINIMAL, field: word}
        )


def _enum(schema: dict[str, Any]) -> list[str]:
    """The words of an enumeration, alone or beside null."""
    for part in schema.get("anyOf", [schema]):
        if "enum" in part:
            return [word for word in part["enum"] if word is not None]
    raise AssertionError(f"no enumeration in {schema}")
