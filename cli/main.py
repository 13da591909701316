"""The ``comply`` command."""

from __future__ import annotations

import io
import sys
import traceback
from importlib import import_module

import click

from ..version import __version__
from .exit import Exit

_COMMANDS = {
    "check": "check",
    "compare": "compare",
    "evaluate": "evaluate",
    "explain": "explain",
    "export": "export",
    "fmt": "fmt",
    "history": "history",
    "import": "import_",
    "new": "new",
    "parties": "parties",
    "places": "places",
    "schema": "schema",
    "show": "show",
    "test": "test",
    "verify": "verify",
    "watch": "watch",
    "what-if": "what_if",
    "why-not": "why_not",
}
"""Each verb with its module: only the one asked for is imported."""


class _Verbs(click.Group):
    """The verbs, imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"..commands.{_COMMANDS[cmd_name]}", __name__)
        command: click.Command = getattr(module, _COMMANDS[cmd_name])
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="comply")
def cli() -> None:
    """Evaluate incident logs against the clauses of an agreement."""


def main() -> None:
    """Run the command; text that the terminal's encoding lacks is escaped, not an error.

    A failure of comply itself ends with a code of its own: 1 would say that the agreement was violated.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(int(Exit.INTERRUPTED))
    except Exception:  # whatever it is, it is not a verdict
        if sys.stderr is not None:
            traceback.print_exc()
        sys.exit(int(Exit.FAILED))
