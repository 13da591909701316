"""Fields of records, as a document writes them: read from the attrs classes."""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs


@attrs.frozen(kw_only=True)
class FieldType:
    """One field of a record as a document writes it."""

    attribute: str
    type: Any
    required: bool
    from_key: bool


@cache
def fields_of(record: type) -> Mapping[str, FieldType]:
    """The fields of an attrs class by the key that documents use: a trailing underscore is taken off."""
    hints = get_type_hints(record)
    return {
        field.name.rstrip("_"): FieldType(
            attribute=field.name,
            type=hints[field.name],
            required=field.default is attrs.NOTHING,
            from_key=field.metadata.get("from_key", False),
        )
        for field in attrs.fields(record)
    }


def optional(annotated: Any) -> Any:
    """``X`` for ``X | None``, else the type itself."""
    if get_origin(annotated) in (Union, types.UnionType):
        rest = tuple(one for one in get_args(annotated) if one is not type(None))
        return Union[rest]  # noqa: UP007  # of one type it is that type
    return annotated


def shorthand_of(record: type) -> str | None:
    """The field that a value which is no mapping stands for, where the record has one."""
    return next((field.name for field in attrs.fields(record) if field.metadata.get("shorthand")), None)
