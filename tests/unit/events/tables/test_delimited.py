"""Delimited text as rows: encodings, delimiters, quotation marks, HXL tags, and rows that are none."""

from __future__ import annotations

import io

import pytest

from comply.events.errors import LogError
from comply.events.tables.delimited import read
from comply.events.tables.row import BadRow, CellError, Columns, Row, whole


def table(data: bytes, encoding: str | None = None):
    return read(io.BufferedReader(io.BytesIO(data)), "t.csv", lambda names: {"date", "place"} <= names, encoding)


def rows(data: bytes, encoding: str | None = None):
    return [*table(data, encoding).rows]


def places(data: bytes, encoding: str | None = None) -> list[str | None]:
    return [row.text("place") for row in rows(data, encoding) if isinstance(row, Row)]


def test_rows_know_their_line_and_bytes():
    first, second = rows(b'date,place\n2016-09-12,"Deir ez-Zor,\ntown"\n2016-09-13,Hama\n')
    assert (first.number, first.text("place")) == (2, "Deir ez-Zor,\ntown")
    assert (second.number, second.raw) == (4, b"2016-09-13,Hama")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_by_which_the_columns_are_known(delimiter):
    data = f"date{delimiter}place{delimiter}x,y\n2016-09-12{delimiter}Hama{delimiter}1\n"
    if delimiter == ",":
        data = "date,place\n2016-09-12,Hama\n"
    assert places(data.encode()) == ["Hama"]


def test_windows_1252_is_read_line_by_line_and_said_with_a_sample():
    opened = table(b"date,place\n2016-09-12,Alep\n" + "2016-09-13,Lattaquié\n".encode("cp1252"))
    assert [row.text("place") for row in opened.rows] == ["Alep", "Lattaquié"]
    assert any("t.csv:3" in note and "Windows-1252" in note and "Lattaquié" in note for note in opened.notes)


def test_a_byte_of_no_encoding_rejects_the_row_and_no_other():
    bad, good = rows(b"date,place\n2016-09-12,Al\x81ep\n2016-09-13,Hama\n")
    assert isinstance(bad, BadRow)
    assert "0x81" in bad.message
    assert good.text("place") == "Hama"


def test_an_encoding_that_is_told():
    assert places("date,place\n2016-09-12,Донецьк\n".encode("cp1251"), "cp1251") == ["Донецьк"]


def test_utf_16_as_spreadsheets_write_it():
    assert places("date\tplace\r\n2016-09-12\tحلب\r\n".encode("utf-16")) == ["حلب"]


def test_an_unknown_encoding_is_refused():
    with pytest.raises(LogError, match="no encoding"):
        table(b"date,place\n", "klingon")


def test_hxl_tags_are_no_data_and_name_columns():
    opened = table(b"date,place\n#date +start,#loc+name\n2016-09-12,Hama\n")
    (row,) = opened.rows
    assert row.number == 3
    assert row.text("#loc +name") == "Hama"
    assert any("HXL" in note for note in opened.notes)
    assert opened.header == b"date,place\n#date +start,#loc+name\n"


def test_a_row_of_another_width_is_rejected():
    long, short, good = rows(b"date,place\n2016-09-12,Hama,Homs\n2016-09-12\n2016-09-13,Hama\n")
    assert isinstance(long, BadRow)
    assert "3 cells and the header 2" in long.message
    assert isinstance(short, BadRow)
    assert isinstance(good, Row)


def test_empty_rows_are_passed_over():
    assert [row.number for row in rows(b"\ndate,place\n\n,\n2016-09-13,Hama\n")] == [5]


def test_a_quotation_mark_that_never_closes_is_one_bad_row():
    bad, *_ = rows(b'date,place\n2016-09-12,"Hama\n' + b"2016-09-13,Homs\n" * 2000)
    assert isinstance(bad, BadRow)
    assert bad.number == 2


def test_names_of_columns_in_other_spellings():
    (row,) = rows(b"\xef\xbb\xbfDATE, Place \n2016-09-12,Hama\n")
    assert (row.text("date"), row.text("place")) == ("2016-09-12", "Hama")


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(LogError, match="two columns have one name"):
        table(b"date,place,Place\n")


def test_an_empty_file_is_refused():
    with pytest.raises(LogError, match="empty"):
        table(b"\n\n")


@pytest.mark.parametrize(
    ("text", "number"),
    [("6", 6), ("6.0", 6), ("1,234", 1234), ("1 234 567", 1234567), ("1'234", 1234), ("1\u202f234", 1234), ("-3", -3)],
)
def test_whole_numbers(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", ["1.234", "1,2345", "1,234.5", "six", "1,23", "0x10", "6.5", "", "12.000"])
def test_what_is_no_whole_number_or_can_be_read_in_two_ways(text):
    with pytest.raises(ValueError, match=r"whole number|separator"):
        whole(text)


def test_an_error_names_the_column_as_written():
    row = Row(Columns(("Deaths (best)", "Lat")), 2, ("many", "95"), b"")
    with pytest.raises(CellError) as caught:
        row.whole("deaths_best")
    assert caught.value.column == "Deaths (best)"
    with pytest.raises(CellError, match="does not lie between"):
        row.decimal("lat", least=-90, most=90)
