"""``comply schema``: the JSON Schema of what comply reads."""

from __future__ import annotations

import json

import click

from ...events.wire import incident_schema
from ...rules.schema import agreement_schema
from ..console import text_output, writing

_SCHEMAS = {"agreement": agreement_schema, "incident": incident_schema}


@click.command(
    epilog="""\b
Examples:
  comply schema incident
  comply schema agreement > agreement.schema.json
"""
)
@click.argument("subject", type=click.Choice(sorted(_SCHEMAS)))
def schema(subject: str) -> None:
    """Print the JSON Schema of an agreement document or of one line of an incident log."""
    with writing():
        text_output().write(json.dumps(_SCHEMAS[subject](), indent=2, ensure_ascii=False) + "\n")
