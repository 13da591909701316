"""Laws of reading others' files: no bytes make it fail otherwise than by saying so, and no row is lost."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from comply import Incident, LogError, Problem
from comply.events.source import Setting, line_of
from comply.events.sources.registry import SOURCES
from comply.events.tables.opening import Opening, open_table
from comply.events.tables.row import BadRow, Row
from comply.events.taxonomy import DEFAULT_TAXONOMY
from comply.events.time import load_zone

SETTING = Setting(zone=load_zone("Asia/Damascus"), taxonomy=DEFAULT_TAXONOMY)
MORE = "latitude longitude best low high fatalities time geo_precision time_precision timestamp"
COLUMNS = sorted({name for source in SOURCES for known in source.signatures for name in known} | {*MORE.split()})
SAID = ["1", "2", "3.0", "2016-09-12", "09/10/2016", "12 September 2016", "25:00", "1,234", "1.234", "-1", "∞"]
STARTS = [b"", b"[", b"{", b'{"data":[', b"PK\x03\x04", b"id,date\n", b"\xff\xfe"]
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0\r")  # a bare carriage return ends a line
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(SAID),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
)


def opened(data: bytes):
    opening = Opening(known=lambda names: any(source.knows(names) for source in SOURCES))
    return open_table(io.BufferedReader(io.BytesIO(data)), "file", opening)


@given(st.binary(max_size=400), st.sampled_from(STARTS))
def test_any_bytes_are_rows_or_a_reason(data, start):
    try:
        rows = [*opened(start + data).rows]
    except LogError as error:
        assert str(error)
        return
    assert all(isinstance(row, Row | BadRow) for row in rows)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), min_size=1, max_size=4), st.sampled_from(SOURCES))
def test_any_cells_are_a_record_or_a_problem_with_its_line(rows, source):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    for row in opened(text.getvalue().encode("utf-8", "surrogatepass")).rows:
        line = line_of(row, source, SETTING, "file")
        assert line.number == row.number
        if isinstance(line.content, Problem):
            assert line.content.location.line == row.number
        else:
            assert isinstance(line.content, Incident) or line.content.retracts


@given(st.lists(st.lists(st.text(CHARACTERS, min_size=1), min_size=3, max_size=3)))
def test_every_row_that_holds_anything_comes_out_once(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["first", "second", "third"], *rows])
    try:
        table = opened(text.getvalue().encode())
    except LogError:
        return
    cells = [list(row.cells) for row in table.rows if isinstance(row, Row)]
    wanted = [row for row in rows if any(map(str.strip, row))]
    assert cells == (wanted[1:] if table.columns.tags else wanted)
