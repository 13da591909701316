"""The fields of records as documents write them."""

from __future__ import annotations

from comply.rules.clauses import Citation
from comply.rules.fields import fields_of, optional, shorthand_of
from comply.rules.pattern import Pattern, Wanted


def test_keys_drop_the_underscore_that_python_needs() -> None:
    assert {key: field.attribute for key, field in fields_of(Pattern).items()}["not"] == "not_"
    assert [key for key, field in fields_of(Citation).items() if field.required] == ["document"]


def test_only_none_is_taken_from_a_union() -> None:
    assert optional(int | None) is int
    assert optional(int | str | None) == int | str
    assert optional(int) is int


def test_a_value_that_is_no_mapping_stands_for_one_field_or_none() -> None:
    assert shorthand_of(Wanted) == "one_of"
    assert shorthand_of(Pattern) is None
