"""Parquet and Arrow, a batch of rows at a time. pyarrow is an extra, imported where such a file is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from ..errors import Location, LogError, Problem
from .row import Columns, Row, Table
from .typed import as_line, cell_text

_ROWS = 1024  # of one batch


def parquet(file: BinaryIO, name: str) -> Table:
    """Open a Parquet file; a row's number is its place, from 1.

    Raises:
        LogError: pyarrow is not installed, or it is no such file.
    """
    pyarrow = _pyarrow(name)
    from pyarrow.parquet import ParquetFile

    try:
        opened = ParquetFile(file)
    except pyarrow.ArrowException as error:
        raise _unusable(name, f"no Parquet file: {error}") from None
    return _table("Parquet", opened.schema_arrow.names, opened.iter_batches(_ROWS), name)


def arrow(file: BinaryIO, name: str, *, stream: bool) -> Table:
    """Open an Arrow file, or a stream.

    Raises:
        LogError: pyarrow is not installed, or it is no such file.
    """
    pyarrow = _pyarrow(name)
    from pyarrow import ipc

    try:
        if stream:
            opened = ipc.open_stream(file)
            return _table("Arrow", opened.schema.names, opened, name)
        opened = ipc.open_file(file)
        batches = (opened.get_batch(index) for index in range(opened.num_record_batches))
        return _table("Arrow", opened.schema.names, batches, name)
    except pyarrow.ArrowException as error:
        raise _unusable(name, f"no Arrow file: {error}") from None


def _pyarrow(name: str) -> Any:
    try:
        import pyarrow
    except ImportError:
        remedy = "install comply-engine[parquet], or save it as CSV"
        raise _unusable(name, "Parquet and Arrow are read with pyarrow, which is not installed", remedy) from None
    return pyarrow


def _unusable(name: str, message: str, remedy: str | None = None) -> LogError:
    return LogError(Problem(location=Location(file=name), message=message, remedy=remedy))


def _table(form: str, names: Iterable[str], batches: Iterable[Any], name: str) -> Table:
    columns = Columns(tuple(names)).checked(name, 1)
    return Table(form, columns, as_line(columns.written) + b"\n", _rows(columns, batches))


def _rows(columns: Columns, batches: Iterable[Any]) -> Iterator[Row]:
    number = 0
    for batch in batches:
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            written = [cell_text(cell) for cell in cells]
            yield Row(columns, number, written, as_line(written))
