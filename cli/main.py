"""The ``comply`` command."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

from ..version import __version__

_COMMANDS = {"evaluate": "evaluate", "schema": "schema"}
"""Each verb with its module: only the one asked for is imported."""


class _Verbs(click.Group):
    """The verbs, imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"..commands.{_COMMANDS[cmd_name]}", __name__)
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="comply")
def cli() -> None:
    """Evaluate incident logs against the clauses of an agreement."""


def main() -> None:
    """Run the command; text that the terminal's encoding lacks is escaped, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli()
