"""``comply export``: what a store holds, in forms that other commands and programs read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ...engine.ledger import lines as ledger_lines
from ...engine.session import Session
from ...events.errors import AgreementError
from ...rules.agreement import Agreement
from ...rules.load import load
from ..console import binary_output, say, writing
from ..evaluating import give_up
from ..exit import Exit
from ..store.errors import StoreError
from ..store.store import Store
from ..watching.memory import Decoders, declared, restore


@click.command(
    epilog="""\b
Examples:
  comply export comply.db > ledger.jsonl
  comply export comply.db --what incidents > incidents.jsonl
  comply export comply.db --what journal > journal.jsonl

\b
Exit codes: 0 done, 2 usage, 3 bad agreement, 70 the store cannot be used.""",
)
@click.argument("store", type=click.Path(dir_okay=False, path_type=Path), default="comply.db")
@click.option(
    "--what",
    type=click.Choice(("ledger", "incidents", "journal")),
    default="ledger",
    show_default=True,
    help="What is found now, the lines as received, or what was found at each step.",
)
@click.option("--agreement", metavar="AGREEMENT", help="Where it is not of the library: the agreement of the store.")
def export(store: Path, what: str, agreement: str | None) -> None:
    """Write what a STORE of `comply watch` holds, also while it is being written.

    The ledger is the one that `comply evaluate` would write of the same lines.
    """
    try:
        opened = Store.open(store)
        try:
            lines = _incidents(opened) if what == "incidents" else _entries(opened)
            if what == "ledger":
                lines = _ledger(opened, agreement)
            with writing():
                file = binary_output()
                for line in lines:
                    file.write(line + b"\n")
        finally:
            opened.close()
    except StoreError as error:
        give_up(error, Exit.FAILED)


def _entries(store: Store) -> Iterator[bytes]:
    return (line for _, line in store.entries())


def _incidents(store: Store) -> Iterator[bytes]:
    """The lines as received; the headers of the feeds' own logs are among them."""
    return (line.raw.data for _, line in store.lines())


def _ledger(store: Store, named: str | None) -> Iterator[bytes]:
    about = store.about()
    agreement = _agreement(about, named)
    session = Session(agreement, about["readings"].split())
    try:
        decoders = Decoders(session, frozenset((agreement.base.id, *([named] if named else []))), declared(store))
        restore(session, store, decoders, say)
        for line in ledger_lines(session.evaluation):
            yield line.removesuffix(b"\n")
    finally:
        session.close()


def _agreement(about: dict[str, str], named: str | None) -> Agreement:
    """The agreement of a store; another one, or another draft of it, would find something else."""
    try:
        agreement = load(named or about["agreement"])
    except AgreementError as error:
        give_up(error, Exit.BAD_AGREEMENT)
    if agreement.digest != about["digest"]:
        raise click.UsageError(f"the store is of another agreement or draft, {about['agreement']}: name it")
    return agreement
