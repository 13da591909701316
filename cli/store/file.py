"""The file of a store: made, known again, and what SQLite says of it as problems with remedies."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from .errors import DamagedError, StoreError
from .schema import APPLICATION, FORMAT, TABLES
from .seal import Seals

_ROOM = "make room on its disk and begin again: what is stored is whole, and what came since is read again"
_PASSING: Mapping[int, str | None] = {
    sqlite3.SQLITE_FULL: _ROOM,
    sqlite3.SQLITE_IOERR: "see that its disk has room and works, and begin again: what is stored is whole",
    sqlite3.SQLITE_READONLY: "let it and its folder be written, or name another --store",
    sqlite3.SQLITE_CANTOPEN: "let it and its folder be read and written, or name another --store",
    sqlite3.SQLITE_PERM: "let it and its folder be read and written, or name another --store",
    sqlite3.SQLITE_BUSY: "end the program that has it open, and begin again",
    sqlite3.SQLITE_LOCKED: "end the program that has it open, and begin again",
    sqlite3.SQLITE_PROTOCOL: "end the program that has it open, and begin again",
    sqlite3.SQLITE_NOMEM: None,
    sqlite3.SQLITE_INTERRUPT: None,
}
"""What SQLite can say of a store that is as it was written, and the remedy; all else is damage."""

_OURS = {"about", "line", "entry", "seal"}
"""Tables by which a store is known that does not begin as one any more."""


def connected(path: Path) -> sqlite3.Connection:
    """A connection, which changes nothing of a file that is no store."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
    with closed_unless_done(connection):
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def connected_to_read(path: Path) -> sqlite3.Connection:
    """A connection to read by, also of a closed store in a folder that may not be written, such as a copy kept."""
    try:
        connection = connected(path)
        with closed_unless_done(connection):
            _tables(connection)
    except sqlite3.OperationalError as error:
        is_closed = not Path(f"{path.resolve()}-wal").exists()
        if is_closed and error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            return sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
        raise
    return connection


@contextmanager
def closed_unless_done(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A connection that is closed where something goes wrong with it."""
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


def is_empty(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether nothing is there yet.

    Raises:
        DamagedError: the file is empty, and what was to be added to it is not.
    """
    log = Path(f"{path.resolve()}-wal")
    if path.stat().st_size == 0 and log.exists() and log.stat().st_size > 0:
        raise DamagedError(path, "its file is empty, and what belongs to it is not")
    return not _tables(connection) and _marks(connection) == (0, 0)


def create(connection: sqlite3.Connection, about: Mapping[str, str]) -> None:
    """Make an empty file a store, as a whole."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES.split(";"):
        connection.execute(statement)
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    Seals(connection).set_about()
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")


def known(path: Path, connection: sqlite3.Connection) -> None:
    """See that a file is a store, of the form that this version knows.

    Raises:
        StoreError: it is not.
        DamagedError: it was.
    """
    application, form = _marks(connection)
    if application != APPLICATION:
        if _tables(connection) >= _OURS:
            raise DamagedError(path, "it does not begin as a store of comply's")
        raise foreign(path)
    if form != FORMAT:
        message = f"its form is {form}, and this version of comply knows {FORMAT}"
        raise StoreError(path, message, "use the version that wrote it or, if it is damaged, --rebuild")


def foreign(path: Path) -> StoreError:
    """What is said of the file of another program."""
    return StoreError(path, "this is no store of comply's", "name another --store")


def is_foreign(path: Path) -> bool:
    """Whether a file is a whole database of something else."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            tables = _tables(connection)
            return bool(tables) and _marks(connection)[0] != APPLICATION and not tables >= _OURS
        except sqlite3.DatabaseError:
            return False


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    return application, form


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Around what is done with the file: what SQLite says of it becomes a problem with the store."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _PASSING:
            raise StoreError(path, f"it cannot be used: {error}", _PASSING[code & 0xFF]) from None
        if code == sqlite3.SQLITE_NOTADB:
            raise DamagedError(path, "it is no database; if it never was a store, name another --store") from None
        raise DamagedError(path, str(error)) from None
    except OSError as error:
        raise StoreError(path, f"it cannot be used: {error.strerror}") from None
