"""What a value is by its form alone, and how it is shown."""

from __future__ import annotations

import pytest

from comply.rules.document import parse
from comply.rules.scalars import literal, plain, render


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("-7", -7),
        ("+7", 7),
        ("2.5", 2.5),
        (".5", 0.5),
        ("1.5e3", 1500.0),
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("True", "True"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("19:00", "19:00"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1" * 19, "1" * 19),
    ],
)
def test_a_value_of_any_type_is_told_by_its_form(written: str, value: object) -> None:
    root = parse(f"a: {written}".encode(), "doc")
    assert isinstance(root.value, dict)
    found = literal(root.value["a"].node)
    assert (type(found), found) == (type(value), value)


def test_a_value_is_shown_on_one_line() -> None:
    assert render(parse(b"a: [x, {b: y}]\nc: z", "doc")) == "{a: [x, {b: y}], c: z}"


def test_a_part_of_a_document_becomes_plain_data() -> None:
    root = parse(b"{a: [1, '1', ~, {b: 0.5}], c: no, d: true}", "doc")
    assert plain(root) == {"a": [1, "1", None, {"b": 0.5}], "c": "no", "d": True}
