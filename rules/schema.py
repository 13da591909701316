"""The JSON Schema of the agreement document, generated from its types, so that editors complete and check it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any, Literal, NewType, get_args, get_origin

import attrs

from ..events.duration import Duration
from .agreement import Terms
from .clauses import CLAUSE_KINDS, Clause, Unevaluated
from .fields import FieldType, fields_of, optional, shorthand_of

Schema = dict[str, Any]


def agreement_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of an agreement document."""
    definitions: dict[str, Schema] = {}
    root = _record(Terms, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "comply agreement",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _record(record: type, definitions: dict[str, Schema]) -> Schema:
    fields = fields_of(record)
    docs = field_docs(record)
    properties: Schema = {}
    for key, field in fields.items():
        if not field.from_key:
            properties[key] = _field(record, key, field, docs.get(field.attribute), definitions)
    return {
        "type": "object",
        "description": inspect.getdoc(record) or "",
        "properties": properties,
        "required": [key for key, field in fields.items() if field.required and not field.from_key],
        "additionalProperties": False,
    }


def _record_or_shorthand(record: type, definitions: dict[str, Schema]) -> Schema:
    schema = _record(record, definitions)
    short = shorthand_of(record)
    if short is None:
        return schema
    return {"anyOf": [schema, _type(optional(fields_of(record)[short].type), definitions)]}


def _field(record: type, key: str, field: FieldType, doc: str | None, definitions: dict[str, Schema]) -> Schema:
    schema = _type(optional(field.type), definitions)
    if not (record is Terms and key == "readings"):
        schema = _or_readings(schema, silent=not field.required)
    return {"description": doc, **schema} if doc else schema


def _or_readings(schema: Schema, *, silent: bool) -> Schema:
    """Any field may carry alternative readings; one that may be left out may be ``silent`` under some of them."""
    choice = {"anyOf": [schema, {"type": "null"}]} if silent else schema
    alternatives = {
        "type": "object",
        "required": ["readings"],
        "additionalProperties": False,
        "properties": {
            "because": {"type": "string"},
            "readings": {"type": "object", "required": ["default"], "additionalProperties": choice},
        },
    }
    return {"anyOf": [schema, alternatives]}


def _type(wanted: Any, definitions: dict[str, Schema]) -> Schema:
    if wanted is Clause:
        return _define("clause", _clauses, definitions)
    if wanted is Duration:
        return {"type": "string", "examples": ["48h", "7 days", "3 months"]}
    if attrs.has(wanted):
        return _define(wanted.__name__, lambda known: _record_or_shorthand(wanted, known), definitions)
    origin = get_origin(wanted)
    if origin is tuple:
        item = _type(get_args(wanted)[0], definitions)
        return {"anyOf": [item, {"type": "array", "items": item}]}
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _type(get_args(wanted)[1], definitions)}
    return _scalar(wanted)


_SCALARS: dict[Any, list[str]] = {
    # An unquoted number or truth value stands for its text where text is wanted.
    str: ["string", "number", "boolean"],
    bool: ["boolean"],
    int: ["integer"],
    float: ["number"],
}


def _scalar(wanted: Any) -> Schema:
    if get_origin(wanted) is Literal:
        words = list(get_args(wanted))
        return {"enum": words + [int(word) for word in words if word.isdigit()]}
    if isinstance(wanted, NewType):
        return {"type": "string"}
    types = sorted({name for one in get_args(wanted) or (wanted,) for name in _SCALARS[one]} - _covered(wanted))
    return {"type": types[0] if len(types) == 1 else types}


def _covered(wanted: Any) -> set[str]:
    """Every integer is a number."""
    return {"integer"} if float in get_args(wanted) else set()


def _define(name: str, make: Any, definitions: dict[str, Schema]) -> Schema:
    if name not in definitions:
        definitions[name] = {}  # a pattern holds patterns: the name must stand before its meaning does
        definitions[name] = make(definitions)
    return {"$ref": f"#/$defs/{name}"}


def _clauses(definitions: dict[str, Schema]) -> Schema:
    kinds = []
    for word, record in CLAUSE_KINDS.items():
        schema = _record(record, definitions)
        schema["properties"] = {"kind": {"const": word}, **schema["properties"]}
        schema["required"] = ["kind", *schema["required"]]
        kinds.append(_define(word, lambda _, schema=schema: schema, definitions))
    return {"anyOf": [*kinds, _define("not_evaluated", lambda known: _record(Unevaluated, known), definitions)]}


@cache
def field_docs(record: type) -> Mapping[str, str]:
    """The description that stands under each field of a class in its source, where the source is at hand."""
    docs: dict[str, str] = {}
    for owner in reversed(record.__mro__[:-1]):
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
        except (OSError, TypeError):
            continue
        body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
        for field, doc in pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and _is_text(doc):
                docs[field.target.id] = inspect.cleandoc(doc.value.value)  # type: ignore[attr-defined]
    return docs


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
