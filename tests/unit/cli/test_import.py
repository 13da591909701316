"""``comply import`` and ``comply evaluate`` on files of other forms, as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comply.cli.main import cli

AGREEMENT = """\
comply: 1
id: small
title: A small truce
timezone: Asia/Damascus
documents: {t: {title: The text}}
parties: {north: {name: North}, south: {name: South, aliases: [The South]}, civilians: {name: Civilians}}
places: {strelsau: {name: Strelsau, pcode: RU01}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2016-09-12T16:00:00Z"}]
clauses:
  - {id: A, kind: prohibition, title: No attacks, citation: {document: t, text: none}, bearer: [north, south],
     act: {kind: attack}, during: truce}
"""
ALIASES = """\
ucdp-ged:
  parties: {Government of Ruritania: [north, unknown]}
  places: {Strelsau town: strelsau}
"""
GED = {
    "id": "1", "type_of_violence": "1", "side_a": "North", "side_b": "South", "where_prec": "1",
    "where_coordinates": "Strelsau", "latitude": "1", "longitude": "1", "event_clarity": "1", "date_prec": "1",
    "date_start": "2016-09-13", "date_end": "2016-09-13", "low": "1", "best": "1", "high": "2",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "RUR1", "event_date": "13 September 2016", "time_precision": 1, "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "North", "actor2": "South", "latitude": 1.5, "longitude": 2.5,
    "location": "Strelsau", "geo_precision": 1, "fatalities": 0, "timestamp": 1700000000, "source": "Agency",
    "notes": "Invented.",
}  # fmt: skip


def as_csv(*rows: dict[str, Any]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(AGREEMENT)
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)

    def runs(*arguments: str, **files: bytes | str) -> Result:
        for name, content in files.items():
            path = folder / name.replace("__", ".")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return CliRunner().invoke(cli, list(arguments))

    return runs


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_file_is_evaluated_as_it_is_and_that_is_said(run):
    found = run("evaluate", "small.yaml", "ged.csv", ged__csv=as_csv(GED))
    assert found.exit_code == 1
    assert "ged.csv is read as UCDP GED (delimited text): told by its columns; --source names another" in found.stderr
    assert "1 read = 1 accepted + 0 duplicate + 0 rejected" in found.stderr
    assert "--recorded" in found.stderr


def test_the_log_that_is_imported_evaluates_to_the_same(run, folder):
    direct = run("evaluate", "small.yaml", "ged.csv", "--format", "jsonl", ged__csv=as_csv(GED, {**GED, "id": "2"}))
    assert run("import", "ucdp-ged", "ged.csv", "--agreement", "small.yaml", "-o", "log.jsonl").exit_code == 0
    again = run("evaluate", "small.yaml", "log.jsonl", "--format", "jsonl")
    assert direct.stdout == again.stdout
    assert len(records(folder / "log.jsonl")) == 2


def test_a_source_that_is_told_overrides_the_columns(run):
    found = run("evaluate", "small.yaml", "ged.csv", "--source", "acled", ged__csv=as_csv(GED))
    assert found.exit_code == 4
    assert "as was told" in found.stderr
    assert "ged.csv:2 event_id_cnty: nothing stands in this column" in found.stderr
    assert run("evaluate", "small.yaml", "ged.csv", "--source", "jsonl").exit_code == 4


def test_an_unknown_source_is_a_mistake_of_usage(run):
    found = run("import", "ucdp", "ged.csv", ged__csv=as_csv(GED))
    assert found.exit_code == 2
    assert "did you mean 'ucdp-ged'?" in found.stderr


def test_every_row_is_accounted_for(run, folder):
    rows = as_csv(GED, GED, {**GED, "id": "2", "date_start": "2016-13-01"}, {**GED, "id": "3"})
    found = run("import", "auto", "ged.csv", "-o", "log.jsonl", "--quarantine", "bad.csv", ged__csv=rows + b"1,2,3\n")
    assert found.exit_code == 0
    assert "5 read = 2 accepted + 1 duplicate + 2 rejected" in found.stderr
    assert "ged.csv:4 date_start: '2016-13-01'" in found.stderr
    assert "ged.csv:6: the row has 3 cells and the header 15" in found.stderr
    assert [one["id"] for one in records(folder / "log.jsonl")] == ["ucdp-ged:1", "ucdp-ged:3"]
    assert (folder / "bad.csv").read_bytes().splitlines()[0] == rows.splitlines()[0]
    mended = (folder / "bad.csv").read_text().replace("2016-13-01", "2016-09-13").replace("1,2,3\n", "")
    assert "1 read = 1 accepted" in run("import", "auto", "bad.csv", bad__csv=mended).stderr


def test_strict_writes_nothing(run, folder):
    found = run("import", "auto", "ged.csv", "--strict", "-o", "log.jsonl", ged__csv=as_csv({**GED, "best": "x"}))
    assert found.exit_code == 4
    assert not (folder / "log.jsonl").exists()


def test_an_input_is_not_written_over(run, folder):
    before = as_csv(GED)
    assert run("import", "auto", "ged.csv", "-o", "ged.csv", ged__csv=before).exit_code == 2
    assert (folder / "ged.csv").read_bytes() == before


def test_one_id_with_two_contents_is_said(run):
    found = run("import", "auto", "ged.csv", "-o", "log.jsonl", ged__csv=as_csv(GED, {**GED, "high": "9"}))
    assert "ucdp-ged:1 (ged.csv:3) stood before with different content" in found.stderr


def test_when_a_file_was_published_is_told(run, folder):
    run("import", "auto", "ged.csv", "--recorded", "2019-06-01T00:00:00Z", "-o", "log.jsonl", ged__csv=as_csv(GED))
    assert records(folder / "log.jsonl")[0]["recorded"] == "2019-06-01T00:00:00Z"


def test_the_log_names_an_agreement_of_the_library(run, folder):
    run("import", "auto", "ged.csv", "--agreement", "minsk-2-2015", "-o", "log.jsonl", ged__csv=as_csv(GED))
    first, second = records(folder / "log.jsonl")
    assert first == {"agreement": "minsk-2-2015"}
    assert second["occurred"]["earliest"] == "2016-09-12T21:00:00Z"  # local days of Kyiv


def test_acled_as_csv_as_the_answer_of_its_interface_and_as_lines(run, folder):
    forms = {
        "a__csv": as_csv(ACLED),
        "b__json": json.dumps({"status": 200, "success": True, "count": 1, "data": [ACLED]}),
        "c__json": json.dumps([ACLED], indent=2),
        "d__jsonl": json.dumps(ACLED) + "\n",
    }
    logs = []
    for name, content in forms.items():
        file = name.replace("__", ".")
        found = run("import", "auto", file, "-o", "log.jsonl", **{name: content})
        assert found.exit_code == 0, found.stderr
        assert "is read as ACLED" in found.stderr
        logs.append(records(folder / "log.jsonl"))
    assert logs[0] == logs[1] == logs[2] == logs[3]
    assert logs[0][0]["recorded"] == "2023-11-14T22:13:20Z"


def test_deletions_are_imported_beside_the_events(run):
    deleted = as_csv({"event_id_cnty": "RUR1", "deleted_timestamp": 1710000000})
    found = run("import", "acled", "a.csv", "d.csv", "-o", "log.jsonl", a__csv=as_csv(ACLED), d__csv=deleted)
    assert "2 read = 2 accepted" in found.stderr
    assert run("evaluate", "small.yaml", "log.jsonl").exit_code == 0


MAP = """\
data_set: monitors
id: Ref
occurred: {day: "#date+start", until: To}
recorded: Published
kind: {column: What, values: {Shelling: shelling, Clash: ground_clash}}
actor: {columns: [By], split: ";"}
target: On
place: {name: Where, lat: Lat, lon: Lon, precise_to_m: 500}
killed: {low: Min, high: Max}
publisher: {default: Monitors of the truce}
attributes: {distance: Distance}
"""
TABLE = """\
Ref;From;To;Published;What;By;On;Where;Lat;Lon;Min;Max;Distance
#meta+id;#date+start;#date+end;;#event;#org;;#loc;#geo+lat;#geo+lon;;;
7;{day};13.09.2016;2016-09-14 10:00;Shelling;North; South;Strelsau;36,2;37.1;1;1 200;x
"""


def test_a_table_with_a_mapping(run, folder):
    found = run(
        "import", "table", "m.csv", "--map", "map.yaml", "--agreement", "small.yaml", "-o", "log.jsonl",
        map__yaml=MAP, m__csv=TABLE.format(day="12.09.2016"),
    )  # fmt: skip
    assert found.exit_code == 0, found.stderr
    assert "m.csv:2 is a row of HXL tags, and no data" in found.stderr
    (one,) = records(folder / "log.jsonl")
    assert one["id"] == "monitors:7"
    assert one["occurred"] == {"earliest": "2016-09-11T21:00:00Z", "latest": "2016-09-13T21:00:00Z"}
    assert one["recorded"] == "2016-09-14T07:01:00Z"
    assert one["kind"] == "shelling"
    assert one["place"] == {"name": "Strelsau", "lat": 36.2, "lon": 37.1, "radius_m": 500}
    assert one["killed"] == {"low": 1, "high": 1200}
    assert one["sources"] == [{"publisher": "Monitors of the truce"}]


def test_an_order_of_day_and_month_is_asked_for_and_told(run, folder):
    files = {"map__yaml": MAP, "m__csv": TABLE.format(day="09/10/2016").replace("13.09.2016", "")}
    found = run("import", "table", "m.csv", "--map", "map.yaml", "-o", "log.jsonl", **files)
    assert "m.csv:3 From: '09/10/2016' is 2016-10-09 with the day first and 2016-09-10" in found.stderr
    assert "say which with --dates dmy or --dates mdy" in found.stderr
    run("import", "table", "m.csv", "--map", "map.yaml", "--dates", "mdy", "-o", "log.jsonl")
    assert records(folder / "log.jsonl")[0]["occurred"]["earliest"] == "2016-09-09T21:00:00Z"


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("id: Ref", "id: Reff", "has no column 'Reff', which the mapping names (did you mean 'Ref'?)"),
        ("Shelling: shelling", "Shelling: sheling", "'sheling' is none that is known (did you mean 'shelling'?)"),
        ("Shelling: shelling, ", "", "m.csv:3 What: 'Shelling' is none of the mapping's words"),
        ("data_set", "data_sett", "no mapping of columns: Object contains unknown field `data_sett`"),
    ],
)
def test_mistakes_of_a_mapping(run, was, now, words):
    found = run(
        "import", "table", "m.csv", "--map", "map.yaml",
        map__yaml=MAP.replace(was, now), m__csv=TABLE.format(day="2016-09-12"),
    )  # fmt: skip
    assert words in found.stderr.replace("\n", " ")


def test_a_table_without_a_mapping_is_told_what_it_needs(run):
    assert "--map map.yaml" in run("import", "table", "m.csv", m__csv=TABLE.format(day="2016-09-12")).stderr
    assert run("import", "auto", "m.csv").exit_code == 2


STRIKES = """\
airwars_code,date,location_name,lat,lon,military_original,strike_type,strike_status,killed_min,killed_max,injured_min,injured_max,text
XX001,2016-09-13,Strelsau,36.2,37.1,"North, South",Airstrike,Likely strike,2,5,,7,[Exact location]
"""


def test_a_list_of_strikes_with_least_and_most(run, folder):
    run("import", "auto", "s.csv", "-o", "log.jsonl", s__csv=STRIKES)
    (one,) = records(folder / "log.jsonl")
    assert one["killed"] == {"low": 2, "high": 5}
    assert one["injured"] == {"low": 0, "high": 7}
    assert one["actor"] == [{"party": "North", "role": "alleged"}, {"party": "South", "role": "alleged"}]
    assert (one["kind"], one["means"], one["place"]["radius_m"]) == ("air_strike", "air", 100)


OBSERVED = """\
SMM position,Event location,Means,No.,Observation,Description,Weapon,Date,Time
Strelsau,3km NE,Heard,12,Explosion,Undetermined,N/K,13.09.2016,09:10-09:40
Strelsau,2km N,Saw,2,Projectile,In flight,82mm mortar,13.09.2016,20:33
Strelsau,2km N,Saw,1,Weather,Fog,,13.09.2016,
"""


def test_observations_of_monitors(run, folder):
    run("import", "auto", "o.csv", "--agreement", "small.yaml", "-o", "log.jsonl", o__csv=OBSERVED)
    first, second, third = records(folder / "log.jsonl")
    assert (first["kind"], first["count"], "actor" in first) == ("attack", 12, False)
    assert first["occurred"] == {"earliest": "2016-09-13T06:10:00Z", "latest": "2016-09-13T06:41:00Z"}
    assert (second["kind"], second["means"]) == ("mortar_fire", "mortar")
    assert third["kind"] == "event"


BULLETINS = """\
as_of,reporter,window,count,cumulative
2016-09-13,Ministry,day 1,23,23
2016-09-14,Ministry,last 24h,"1,042",
2016-09-15,Ministry,last 24h,0,
"""


def test_bulletins_are_aggregates(run, folder):
    found = run("import", "auto", "b.csv", "--agreement", "small.yaml", "-o", "log.jsonl", b__csv=BULLETINS)
    assert "3 read = 2 accepted + 0 duplicate + 1 rejected" in found.stderr
    first, second = records(folder / "log.jsonl")
    assert first["aggregate"] is True
    assert (first["kind"], first["status"], second["count"]) == ("violation_report", "alleged", 1042)
    assert first["occurred"] == {"earliest": "2016-09-11T21:00:00Z", "latest": "2016-09-13T21:00:00Z"}


def envelope(**changes: Any) -> str:
    data = {"id": "9", "occurred": "2016-09-13", "kind": "attack", "actor": "North"}
    event = {"specversion": "1.0", "id": "e1", "source": "/desk", "type": "incident", "data": data}
    return json.dumps({**event, "time": "2016-09-15T00:00:00Z", **changes})


def test_cloudevents_as_lines_and_as_a_list(run, folder):
    content = f"{envelope()}\n{envelope(specversion='2.0')}\n{envelope(data=[])}\n{{broken\n"
    found = run("import", "auto", "c.jsonl", "-o", "log.jsonl", c__jsonl=content)
    assert "4 read = 1 accepted + 0 duplicate + 3 rejected" in found.stderr
    (one,) = records(folder / "log.jsonl")
    assert (one["id"], one["recorded"], one["actor"]) == ("9", "2016-09-15T00:00:00Z", [{"party": "North"}])
    run("import", "auto", "c.json", "-o", "list.jsonl", c__json=f"[{envelope()}]")
    assert records(folder / "list.jsonl") == [one]


def test_a_log_of_comply_needs_no_import_and_stays_one(run):
    line = '{"id":"1","occurred":"2016-09-13","kind":"attack","actor":"north","target":"south"}\n'
    assert run("import", "auto", "log.jsonl", log__jsonl=line).exit_code == 2
    found = run("evaluate", "small.yaml", "log.jsonl")
    assert found.exit_code == 1
    assert "is read as" not in found.stderr


def workbook(*rows: list[Any]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed: comply-engine[excel]")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Notes")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_workbook_with_days_as_excel_has_them(run, folder):
    from datetime import date, datetime

    head = list(GED)
    row = [
        {**GED, "date_start": datetime(2016, 9, 13), "date_end": date(2016, 9, 14), "best": 1.0}[name] for name in head
    ]
    bad = [*row[:-1], "many"]
    found = run("import", "auto", "g.xlsx", "-o", "log.jsonl", g__xlsx=workbook(head, [], row, bad))
    assert "2 read = 1 accepted + 0 duplicate + 1 rejected" in found.stderr
    assert "g.xlsx:4 high: 'many' is no whole number" in found.stderr
    assert "of the sheets Sheet, Notes the first is read" in found.stderr
    (one,) = records(folder / "log.jsonl")
    assert one["occurred"]["latest"] == "2016-09-14T21:00:00Z"


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_columnar_files(run, folder, form):
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed: comply-engine[parquet]")
    from datetime import date

    from pyarrow import ipc, parquet

    typed = {**GED, "date_start": date(2016, 9, 13), "best": 1.0, "latitude": 1.25, "low": None}
    table = pyarrow.Table.from_pylist([typed, {**typed, "id": "2", "where_prec": "9"}])
    data = io.BytesIO()
    if form == "parquet":
        parquet.write_table(table, data)
    else:
        opened = ipc.new_file(data, table.schema) if form == "file" else ipc.new_stream(data, table.schema)
        with opened as writer:
            writer.write_table(table)
    found = run("import", "auto", "g.bin", "-o", "log.jsonl", g__bin=data.getvalue())
    assert "2 read = 1 accepted + 0 duplicate + 1 rejected" in found.stderr
    assert "g.bin:2 where_prec: 9 is none of its codes" in found.stderr
    (one,) = records(folder / "log.jsonl")
    assert one["killed"] == {"low": 1, "best": 1, "high": 2}


def test_aliases_beside_the_agreement_say_whom_names_may_mean(run, folder):
    row = {**GED, "side_a": "Government of Ruritania", "where_coordinates": "Strelsau town"}
    found = run(
        "import",
        "auto",
        "g.csv",
        "--agreement",
        "small.yaml",
        "-o",
        "log.jsonl",
        aliases__yaml=ALIASES,
        g__csv=as_csv(row),
    )
    assert "names of UCDP GED are taken as aliases.yaml says" in found.stderr
    (one,) = records(folder / "log.jsonl")
    assert [actor["party"] for actor in one["actor"]] == ["north", "unknown", "South"]
    assert one["place"]["name"] == "strelsau"
    assert one["attributes"]["ged_side_a"] == "Government of Ruritania"


def test_aliases_that_name_no_party_are_refused(run):
    bad = ALIASES.replace("[north, unknown]", "norht")
    found = run("evaluate", "small.yaml", "g.csv", aliases__yaml=bad, g__csv=as_csv(GED))
    assert found.exit_code == 3
    assert "the agreement has no party 'norht' (did you mean 'north'?)" in found.stderr


def test_rows_are_taken_one_at_a_time():
    """No more of a file is read than its next row takes, so a file may be larger than the memory."""
    from comply.events.source import Setting, line_of
    from comply.events.sources.ucdp_ged import SOURCE
    from comply.events.tables.delimited import read
    from comply.events.taxonomy import DEFAULT_TAXONOMY
    from comply.events.time import load_zone

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            head = as_csv(GED)
            data = head if not self.given else head.splitlines(keepends=True)[1]
            self.given += 1
            buffer[: len(data)] = data
            return len(data)

    source = Endless()
    table = read(io.BufferedReader(source, 1024), "endless.csv", SOURCE.knows)
    setting = Setting(zone=load_zone("Asia/Damascus"), taxonomy=DEFAULT_TAXONOMY)
    for number, row in enumerate(table.rows, start=2):
        assert line_of(row, SOURCE, setting, "endless.csv").number == number
        if number == 500:
            break
    assert source.given <= 505
