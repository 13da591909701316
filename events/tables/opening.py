"""A file as a table: its form is told by its first bytes, not by its name."""

from __future__ import annotations

import codecs
import csv
import re
import shutil
from tempfile import TemporaryFile
from typing import BinaryIO

import attrs
import msgspec

from ..errors import Location, LogError, Problem
from . import columnar, delimited, objects, workbook
from .delimited import DELIMITERS, Known
from .row import Columns, Table

TEXT, LINES, DOCUMENT, WORKBOOK, PARQUET, ARROW, OLD_WORKBOOK = (
    "delimited text",
    "JSON Lines",
    "JSON",
    "Excel workbook",
    "Parquet",
    "Arrow",
    "old Excel workbook",
)
"""The forms of files."""

_STREAM = b"\xff\xff\xff\xff"
_MAGIC = {
    b"PK\x03\x04": WORKBOOK,
    b"PAR1": PARQUET,
    b"ARROW1": ARROW,
    _STREAM: ARROW,
    b"\xd0\xcf\x11\xe0": OLD_WORKBOOK,
}
_LISTED = re.compile(rb'\{[^{\[]*"(data|Result|results|records)"\s*:\s*\[')
"""What a document begins with whose rows are a list within an object, as the answers of interfaces are."""


@attrs.frozen(kw_only=True)
class Opening:
    """What is told of a file: the encoding of text, the sheet of a workbook, and which columns are known."""

    known: Known
    encoding: str | None = None
    sheet: str | None = None


def start_of(file: BinaryIO) -> bytes:
    """The first bytes of a file, which are still to be read."""
    peek = getattr(file, "peek", None)
    return b"" if peek is None else bytes(peek(8192)[:8192])


def form_of(start: bytes) -> str:
    """The form of a file that begins so."""
    for magic, form in _MAGIC.items():
        if start.startswith(magic):
            return form
    plain = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if plain.startswith(b"[") or _LISTED.match(plain) or plain.split(b"\n", 1)[0].strip() == b"{":
        return DOCUMENT
    return LINES if plain.startswith(b"{") else TEXT


def headers(start: bytes, form: str) -> list[Columns]:
    """What the columns may be of text or of lines that begin so: of text, by each of the delimiters."""
    line = next((line for line in _decoded(start).splitlines() if line.strip()), "")
    if form == TEXT:
        return [Columns(tuple(next(csv.reader([line], delimiter=mark), []))) for mark in DELIMITERS]
    try:
        return [Columns(tuple(msgspec.json.decode(line, type=dict[str, msgspec.Raw])))]
    except (msgspec.MsgspecError, RecursionError):
        return []


def _decoded(start: bytes) -> str:
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return start.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def open_table(file: BinaryIO, name: str, opening: Opening) -> Table:
    """Open a file as a table.

    Raises:
        LogError: it is none, or what reads it is not installed.
    """
    form = form_of(start_of(file))
    if form == OLD_WORKBOOK:
        message, remedy = "a workbook of Excel before 2007", "save it as .xlsx or as CSV"
        raise LogError(Problem(location=Location(file=name), message=message, remedy=remedy))
    if form in (LINES, DOCUMENT):
        return objects.lines(file, delimited.LONGEST) if form == LINES else objects.document(file, name)
    if form == TEXT:
        return delimited.read(file, name, opening.known, opening.encoding)
    whole = _seekable(file)
    if form == WORKBOOK:
        return workbook.read(whole, name, opening.sheet)
    stream = start_of(file).startswith(_STREAM) if form == ARROW else False
    return columnar.parquet(whole, name) if form == PARQUET else columnar.arrow(whole, name, stream=stream)


def _seekable(file: BinaryIO) -> BinaryIO:
    """The file itself, or a copy on disk of one that cannot be gone back in."""
    if file.seekable():
        return file
    copy = TemporaryFile()  # noqa: SIM115  # it goes away with the rows that are read from it
    shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy
