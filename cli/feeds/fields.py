"""Records whose fields came one by one as text, put together as the one line that they would be in a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import msgspec
from msgspec import inspect

from ...events.wire import WireIncident


def record_line(fields: Mapping[bytes, bytes]) -> bytes:
    """One JSON object of them. What is wrong with a value is left for the decoder of records to say.

    A field of text is taken as it stands; one that may be text or more, such as a place, as JSON where it begins as an
    object or a list; any other as JSON.
    """
    return b"{" + b",".join(_text(name) + b":" + _value(name, value) for name, value in fields.items()) + b"}"


def _value(name: bytes, value: bytes) -> bytes:
    text, more = _takes().get(name, (True, False))
    if more and (not text or value.lstrip()[:1] in (b"{", b"[")) and _is_json(value):
        return value
    return _text(value)


def _is_json(value: bytes) -> bool:
    try:
        msgspec.json.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _text(value: bytes) -> bytes:
    try:
        return msgspec.json.encode(value.decode())
    except UnicodeDecodeError:
        return b'"' + value + b'"'  # the decoder refuses it as no UTF-8


@cache
def _takes() -> dict[bytes, tuple[bool, bool]]:
    """For each field of a record whether it may be text, and whether it may be anything else."""
    record = inspect.type_info(WireIncident)
    if not isinstance(record, inspect.StructType):
        raise TypeError("a record is a structure")
    return {field.encode_name.encode(): _text_and_more(field.type) for field in record.fields}


def _text_and_more(kind: inspect.Type) -> tuple[bool, bool]:
    kinds = {type(one) for one in _alternatives(kind)} - {inspect.NoneType}
    texts = {inspect.StrType, inspect.LiteralType}
    return bool(kinds & texts), bool(kinds - texts)


def _alternatives(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        yield from _alternatives(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _alternatives(one)
    else:
        yield kind
