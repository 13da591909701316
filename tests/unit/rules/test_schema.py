"""The JSON Schema of an agreement says what the loader says, but for the differences listed here."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from comply.events.errors import AgreementError
from comply.rules.clauses import CLAUSE_KINDS
from comply.rules.fields import fields_of
from comply.rules.load import loads
from comply.rules.schema import agreement_schema, field_docs

Amended = Callable[..., bytes]
SCHEMA = agreement_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def data_of(document: bytes) -> Any:
    """The document as an editor gives it to a schema: plain JSON data, dates as text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(document), default=str))


def accepted(document: bytes) -> bool:
    return VALIDATOR.is_valid(data_of(document))


def loaded(document: bytes) -> bool:
    try:
        loads(document)
    except AgreementError:
        return False
    return True


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    json.dumps(SCHEMA)


def test_a_good_agreement_is_accepted(truce: str) -> None:
    VALIDATOR.validate(data_of(truce.encode()))


@pytest.mark.parametrize(
    "change",
    [
        ('paragraph: "1"', "paragraph: 1"),
        ("title: A truce", "title: 2016"),
        ("during: quiet_time\n    act", "during: [before, quiet_time]\n    act"),
        ("members: [north, south]", "members: north"),
        ("bearer: both", "bearer: {readings: {default: both, hourly: [north]}, because: it may be so}"),
        ("window: 48h", "window: {readings: {default: 48h, hourly: }}"),
        ("comply: 1", 'comply: "1"'),
        ("{reset: week}", "[{reset: week, priority: 2}]"),
        ("exercised: jointly", "exercised: severally\n    tacit: true"),
    ],
)
def test_both_accept_what_the_language_allows(amended: Amended, change: tuple[str, str]) -> None:
    document = amended(change)
    assert loaded(document)
    VALIDATOR.validate(data_of(document))


@pytest.mark.parametrize(
    "change",
    [
        ("timezone: Asia", "time_zone: Asia"),
        ("name: The North,", "name: The North, colour: red,"),
        ("kind: prohibition", "kind: prohibiton"),
        ("    kind: prohibition\n", ""),
        ("kind: attack, area", "kinds: attack, area"),
        ("window: 48h", "within: 48h"),
        ("title: A truce\n", ""),
        ("name: The South,", ""),
        ("comply: 1", "comply: 2"),
        ("exercised: jointly", "exercised: together"),
        ("exercised: jointly", "exercised: jointly\n    tacit: perhaps"),
        ("unpublished: true", "unpublished: maybe"),
        ("at: day_d", "at: [day_d]"),
        ("is_a: attack", "is_a: {a: b}"),
        ("{reset: week}", "{restart: week}"),
        ("{reset: week}", "{reset: week, priority: high}"),
        ("{default: 7 days, hourly: 168h}", "{hourly: 168h}"),
        ("because: A day", "why: A day"),
    ],
)
def test_both_refuse_what_the_language_does_not_have(amended: Amended, change: tuple[str, str]) -> None:
    document = amended(change)
    assert not loaded(document)
    assert not accepted(document)


@pytest.mark.parametrize(
    "change",
    [
        ("bearer: both", "bearer: nobody"),  # a name that nothing bears
        ("window: 48h", "window: soon"),  # a duration is a text to a schema
        ("19:00:00+03:00", "19:00:00"),
        ("id: week", "id: no-attack"),  # ids that stand twice
        ("{reset: week}", "{reset: week, suspend: week}"),
        ("{kind: renewal}", "{}"),
    ],
)
def test_the_loader_knows_more_than_a_schema_can_say(amended: Amended, change: tuple[str, str]) -> None:
    document = amended(change)
    assert not loaded(document)
    assert accepted(document)


def test_a_schema_knows_alternatives_of_fields_and_not_of_the_items_of_a_list(amended: Amended) -> None:
    document = amended(("bearer: [north, south]", "bearer: [north, {readings: {default: south, hourly: guards}}]"))
    assert loaded(document)
    assert not accepted(document)


def test_a_key_that_must_be_there_may_not_be_empty_under_a_reading(amended: Amended) -> None:
    document = amended(("title: A quiet week", "title: {readings: {default: A quiet week, hourly: }}"))
    assert not loaded(document)
    assert not accepted(document)


@pytest.mark.parametrize(("kind", "record"), CLAUSE_KINDS.items())
def test_every_kind_of_clause_is_in_the_schema_with_all_its_fields(kind: str, record: type) -> None:
    properties = SCHEMA["$defs"][kind]["properties"]
    assert list(properties) == ["kind", *fields_of(record)]
    assert properties["kind"] == {"const": kind}


def test_what_the_code_says_of_a_field_is_what_an_editor_shows() -> None:
    record = CLAUSE_KINDS["obligation"]
    assert field_docs(record)["bearer"] == "Who owes or holds it."  # said of every clause
    assert SCHEMA["$defs"]["obligation"]["properties"]["within"]["description"] == field_docs(record)["within"]
    assert field_docs(record)["within"].startswith("The deadline after the opening")
