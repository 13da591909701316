"""``comply evaluate`` as a user meets it: what it prints where, and how it ends."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner, Result

from comply.cli.main import cli
from comply.events.sources.jsonl import LONGEST_LINE

AGREEMENT = """\
comply: 1
id: small
title: A small truce
documents: {t: {title: The text}}
readings: {letter: {title: The letter}, north: {title: The north, held_by: North}}
parties: {north: {name: North}, south: {name: South}}
areas: {hidden: {unpublished: true}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}]
clauses:
  - {id: A, kind: prohibition, title: No attacks, citation: {document: t, text: none}, bearer: north,
     act: {kind: attack}, during: truce}
  - {id: B, kind: prohibition, title: No flights, citation: {document: t, text: none}, bearer: south,
     act: {kind: air_sortie, area: hidden}, during: truce}
"""
GOOD = {"id": "1", "occurred": "2020-01-05T00:00:00Z", "kind": "statement", "actor": "north"}
BREACH = {"id": "2", "occurred": "2020-01-06T00:00:00Z", "kind": "shelling", "actor": "north", "target": "south"}
DOUBT = {"id": "3", "occurred": "2020-01-07T00:00:00Z", "kind": "air_strike", "actor": "south"}


def text(*records: object) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(AGREEMENT)
    return path


@pytest.fixture
def evaluate(small: Path, tmp_path: Path):
    def run(content: str | bytes, *options: str, name: str = "log.jsonl") -> Result:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return CliRunner().invoke(cli, ["evaluate", str(small), str(path), *options])

    return run


@pytest.mark.parametrize(
    ("records", "options", "code"),
    [
        ([GOOD], [], 0),
        ([GOOD, BREACH], [], 1),
        ([GOOD, DOUBT], [], 0),
        ([GOOD, DOUBT], ["--fail-on", "inconclusive"], 5),
        ([BREACH, DOUBT], ["--fail-on", "inconclusive"], 1),
        ([GOOD, "{"], [], 0),
        ([GOOD, "{"], ["--strict"], 4),
        (["{"], [], 4),
        ([GOOD], ["--reading", "nobody"], 2),
        ([GOOD], ["--until", "2020-01-05"], 2),
        ([GOOD], ["--format", "pdf"], 2),
    ],
)
def test_the_exit_code_says_how_it_ended(evaluate, records, options, code):
    assert evaluate(text(*records), *options).exit_code == code


def test_every_line_is_accounted_for_on_standard_error(evaluate):
    result = evaluate(text(GOOD, GOOD, BREACH, "{", {**GOOD, "id": "9", "kind": "atack"}))
    assert "5 read = 2 accepted + 1 duplicate + 2 rejected" in result.stderr
    assert "log.jsonl:4: the line ends in the middle of a record" in result.stderr
    assert "log.jsonl:5 $.kind: unknown kind 'atack' (did you mean 'attack'?)" in result.stderr
    assert "inference: " in result.stderr
    assert "rejected" not in result.stdout


def test_violations_name_clause_citation_place_time_and_parties(evaluate):
    shown = evaluate(text({**BREACH, "place": "the bridge", "sources": [{"publisher": "A paper"}]})).stdout
    for words in ("Violations", "A  No attacks  [t]", "2020-01-06T00:00Z, the bridge", "by north", "[A paper]"):
        assert words in shown


def test_unknown_names_are_counted_with_the_nearest_known_one(evaluate):
    shown = evaluate(text({**GOOD, "actor": "nroth"}, {**GOOD, "id": "8", "actor": "nroth"})).stdout
    assert "nroth (2): did you mean 'North'" in shown


def test_findings_alone_go_to_standard_output_as_json_lines(evaluate):
    result = evaluate(text(GOOD, BREACH), "--format", "jsonl")
    entries = [json.loads(line) for line in result.stdout.splitlines()]
    assert [entry["type"] for entry in entries] == ["header", "phase", "finding", "verdict", "verdict", "end"]
    assert entries[3]["readings"] == {"strict": "violated", "broad": "violated", "north": "violated"}


def test_rejected_lines_are_kept_and_once_mended_accepted(evaluate, tmp_path):
    kept = tmp_path / "kept.jsonl"
    evaluate(text(GOOD, {**BREACH, "kind": "shellin"}), "--quarantine", str(kept))
    assert kept.read_text() == json.dumps({**BREACH, "kind": "shellin"}) + "\n"
    mended = evaluate(kept.read_text().replace("shellin", "shelling"), name="mended.jsonl")
    assert "1 read = 1 accepted" in mended.stderr
    assert mended.exit_code == 1


def test_the_quarantine_keeps_the_header_of_the_log(small, tmp_path):
    log, kept = tmp_path / "log.jsonl", tmp_path / "kept.jsonl"
    log.write_text(text({"agreement": "small.yaml"}, GOOD, "{"))
    CliRunner().invoke(cli, ["evaluate", str(log), "--quarantine", str(kept)])
    assert kept.read_text() == text({"agreement": "small.yaml"}, "{")


@pytest.mark.parametrize(
    ("name", "packed"), [("a.jsonl", lambda data: data), ("a.gz", gzip.compress), ("a", zstandard.compress)]
)
def test_compressed_logs_open_as_they_are(evaluate, name, packed):
    assert evaluate(packed(text(BREACH).encode()), name=name).exit_code == 1


def test_standard_input_is_a_log(small):
    result = CliRunner().invoke(cli, ["evaluate", str(small), "-"], input=text(GOOD, "{"))
    assert result.exit_code == 0
    assert "<stdin>:2: " in result.stderr


def test_a_log_may_name_a_library_agreement_or_a_file_beside_it(small, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text(text({"agreement": "small.yaml"}, BREACH))
    result = CliRunner().invoke(cli, ["evaluate", str(log)])
    assert "agreement small (by the log's first line)" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize("path", ["/etc/passwd", "../other.yaml", "a/../../b.yaml", "C:/x.yaml"])
def test_a_log_may_name_no_file_elsewhere(tmp_path, path):
    log = tmp_path / "log.jsonl"
    log.write_text(text({"agreement": path}, GOOD))
    result = CliRunner().invoke(cli, ["evaluate", str(log)])
    assert result.exit_code == 4
    assert "a log may not name the path" in result.stderr


def test_another_agreement_named_in_the_midst_of_a_log_is_rejected(evaluate):
    result = evaluate(text(GOOD, {"agreement": "us-russia-syria-2016"}))
    assert "names another agreement" in result.stderr
    assert "2 read = 1 accepted + 0 duplicate + 1 rejected" in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no record"),
        (b"\n\n", "holds no record"),
        (b"\x00\x01\x02\xff" * 100, "not UTF-8 text"),
        (b'{"id":"1","occurred":"2020-01-05T00:00:00Z","ki', "the line ends in the middle of a record"),
        (b'{"id":"' + b"x" * (10 * LONGEST_LINE) + b'"}\n', "longer than"),
        (b'{"id":"1","occurred":"2020-01-05T00:00:00","kind":"attack"}', "has no offset from UTC"),
        (b'{"id":"1","occurred":"2020-02-30","kind":"attack"}', "not a day of the calendar"),
        (b'{"id":"1","place":{"lat":NaN}}', "not JSON"),
        (b'{"id":"1","place":{"lat":1' + b"0" * 400 + b"}}", "Number out of range"),
        (b'{"id":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "Expected `str`"),
    ],
)
def test_bad_logs_end_with_a_message_and_code_4(evaluate, content, message):
    result = evaluate(content)
    assert result.exit_code == 4, result.output
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_a_log_that_is_no_file_ends_with_code_4(small, tmp_path, name):
    result = CliRunner().invoke(cli, ["evaluate", str(small), str(tmp_path / name)])
    assert result.exit_code == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("kind: attack", "kind: atack"), "no kind of act is called 'atack' (did you mean 'attack'?)"),
        (("during: truce}\n  - {id: B", "during: truce, on_breach: {activate: Z}}\n  - {id: B"), "no clause is called"),
        (("comply: 1", "comply: [1"), "not YAML"),
    ],
)
def test_bad_agreements_end_with_their_place_and_code_3(small, tmp_path, change, message):
    small.write_text(AGREEMENT.replace(*change))
    log = tmp_path / "log.jsonl"
    log.write_text(text(GOOD))
    result = CliRunner().invoke(cli, ["evaluate", str(small), str(log)])
    assert result.exit_code == 3
    assert f"{small}:" in result.stderr
    assert message in result.stderr


def test_nothing_in_a_record_steers_the_terminal(evaluate):
    hostile = "\x1b[31mred\x07 \u202eright [bold]x[/bold] [link=http://x]y[/link]"
    record = {**BREACH, "summary": hostile, "place": hostile, "sources": [{"publisher": hostile}], "id": hostile}
    shown = evaluate(text(record, {**GOOD, "kind": hostile}))
    assert shown.exit_code == 1
    for character in "\x1b\x07\u202e":
        assert character not in shown.output
    assert "[bold]x[/bold]" in shown.stdout


def test_colour_is_off_where_no_color_asks_for_it(small, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text(text(BREACH))
    runner = CliRunner()
    arguments = ["evaluate", str(small), str(log)]
    assert "\x1b[" in runner.invoke(cli, arguments, env={"FORCE_COLOR": "1", "TERM": "xterm"}, color=True).stdout
    assert "\x1b[3" not in runner.invoke(cli, arguments, env={"NO_COLOR": "1", "FORCE_COLOR": None}, color=True).stdout


@pytest.mark.parametrize("format_", ["jsonl", "text"])
@pytest.mark.parametrize(("record", "code"), [(GOOD, 0), (BREACH, 1)])
def test_a_closed_pipe_is_quiet_and_keeps_the_exit_code(small, tmp_path, format_, record, code):
    log = tmp_path / "log.jsonl"
    log.write_text(text(*({**record, "id": str(number), "place": "far away " * 50} for number in range(3000))))
    command = (
        f"{sys.executable} -m comply evaluate {small} {log} --format {format_} | head -n 1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout.count("\n") == 1
    assert "Broken" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("subject", ["agreement", "incident"])
def test_the_schemas_are_printed_as_json(subject):
    result = CliRunner().invoke(cli, ["schema", subject])
    assert json.loads(result.stdout)["title"] == f"comply {subject}"


def test_text_that_the_encoding_lacks_is_escaped(small, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text(text({**BREACH, "place": "\N{EM DASH} \u062d\u0644\u0628"}))
    done = subprocess.run(
        [sys.executable, "-m", "comply", "evaluate", str(small), str(log)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "\\u062d" in done.stdout


@pytest.mark.parametrize("place", ["absent/kept.jsonl", "."])
def test_a_quarantine_that_cannot_be_written_is_a_usage_error(evaluate, tmp_path, place):
    assert evaluate(text(GOOD, "{"), "--quarantine", str(tmp_path / place)).exit_code == 2


def test_the_quarantine_does_not_overwrite_the_log(evaluate, tmp_path):
    result = evaluate(text(GOOD, "{"), "--quarantine", str(tmp_path / "log.jsonl"))
    assert result.exit_code == 2
    assert (tmp_path / "log.jsonl").read_text() == text(GOOD, "{")


def test_markup_in_the_names_of_an_agreement_is_only_text(small, tmp_path):
    small.write_text(AGREEMENT.replace("north: {title: The north", '"[red]n[/red]": {title: "[blink]The north"'))
    log = tmp_path / "log.jsonl"
    log.write_text(text(DOUBT))
    shown = CliRunner().invoke(cli, ["evaluate", str(small), str(log)]).stdout
    assert "[red]n[/red]" in shown
    assert "[blink]The north" in shown


def test_the_version_is_told():
    from comply import __version__

    assert __version__ in CliRunner().invoke(cli, ["--version"]).stdout
    done = subprocess.run([sys.executable, "-m", "comply", "--version"], capture_output=True, text=True, check=True)
    assert __version__ in done.stdout


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "comply", "evaluate", *arguments]


def test_the_quarantine_overwrites_neither_the_agreement_nor_standard_input(small, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text(text(GOOD, "{"))
    before = small.read_text()
    assert CliRunner().invoke(cli, ["evaluate", str(small), str(log), "--quarantine", str(small)]).exit_code == 2
    assert small.read_text() == before
    with log.open("rb") as file:
        done = subprocess.run(command(str(small), "-", "--quarantine", str(log)), stdin=file, capture_output=True)
    assert done.returncode == 2
    assert log.read_text() == text(GOOD, "{")


@pytest.mark.parametrize("record", [GOOD, BREACH])
@pytest.mark.parametrize("redirection", ["2>&1 | head -1", "2>&-", "2>/dev/full"])
def test_nobody_hearing_the_remarks_keeps_the_exit_code(small, tmp_path, record, redirection):
    log = tmp_path / "log.jsonl"
    log.write_text(text(record))
    line = " ".join(command(str(small), str(log))) + f" {redirection}"
    code = 1 if record is BREACH else 0
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert done.stdout


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
@pytest.mark.parametrize("format_", ["text", "jsonl"])
def test_findings_that_cannot_be_written_are_a_failure_and_no_verdict(small, tmp_path, redirection, format_):
    log = tmp_path / "log.jsonl"
    log.write_text(text(GOOD))
    line = " ".join(command(str(small), str(log), "--format", format_)) + f" {redirection}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert done.returncode == 70
    assert b"cannot write" in done.stderr
    assert b"Traceback" not in done.stderr


def test_standard_input_that_is_closed_is_bad_input(small):
    line = " ".join(command(str(small), "-")) + " <&-"
    assert subprocess.run(["bash", "-c", line], capture_output=True, check=False).returncode == 4


@pytest.mark.parametrize("first", ['{"agrement":"small.yaml"}', '{"agreement":"small.yaml","x":1}', '{"agreement":7}'])
def test_a_log_whose_header_is_mistaken_is_not_evaluated_under_another_agreement(small, tmp_path, first):
    log = tmp_path / "log.jsonl"
    log.write_text(first + "\n" + text(GOOD))
    done = CliRunner().invoke(cli, ["evaluate", str(log)])
    assert done.exit_code == 4
    assert "log.jsonl:1" in done.stderr


def test_a_header_that_names_no_agreement_there_is_named_with_its_place(tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text('{"agreement":"nope"}\n' + text(GOOD))
    done = CliRunner().invoke(cli, ["evaluate", str(log)])
    assert done.exit_code == 3
    assert "log.jsonl:1 $.agreement" in done.stderr


def test_without_a_declared_lateness_all_is_provisional_and_that_is_said_once(evaluate):
    result = evaluate(text(BREACH))
    assert result.stdout.count("provisional") == 1
    assert "final" not in result.stdout
    header, *entries = [json.loads(line) for line in evaluate(text(BREACH), "--format", "jsonl").stdout.splitlines()]
    assert "lateness" not in header
    assert not any("final" in entry for entry in entries)


def test_the_lateness_is_declared_by_the_log_and_the_command_line_comes_first(small, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text(text({"agreement": "small.yaml", "lateness": "24h"}, BREACH))

    def closed(*options: str) -> tuple[str, str, list[bool]]:
        done = CliRunner().invoke(
            cli, ["evaluate", str(log), "--format", "jsonl", "--as-of", "2020-01-08T00:00:00Z", *options]
        )
        header, *entries, _end = [json.loads(line) for line in done.stdout.splitlines()]
        return header["lateness"], header["closed"], [entry.get("final", False) for entry in entries]

    assert closed() == ("24h", "2020-01-07T00:00:00Z", [True, True, True, False])
    assert closed("--lateness", "96h") == ("96h", "2020-01-04T00:00:00Z", [True, False, False, False])


def test_what_is_final_is_marked_in_the_report(evaluate):
    shown = evaluate(text(BREACH), "--lateness", "24h", "--as-of", "2020-01-08T00:00:00Z").stdout
    assert "final: 1 of 1 phases, 1 of 1 findings, 1 of 2 verdicts, as reports come within 24h" in " ".join(
        shown.split()
    )
    assert "violated, final" in shown
    assert "breach (final) 2020-01-06T00:00Z" in shown


def test_a_record_that_came_later_than_declared_is_named(evaluate):
    result = evaluate(text({**BREACH, "recorded": "2020-01-09T00:00:00Z"}), "--lateness", "24h")
    assert "later than the declared lateness of 24h came 2" in result.stderr


@pytest.mark.parametrize("lateness", ["3 days", "soon", ""])
def test_a_lateness_that_is_none_is_refused(small, tmp_path, evaluate, lateness):
    assert evaluate(text(GOOD), "--lateness", lateness).exit_code == 2
    log = tmp_path / "log.jsonl"
    log.write_text(text({"agreement": "small.yaml", "lateness": lateness}, GOOD))
    done = CliRunner().invoke(cli, ["evaluate", str(log)])
    assert (done.exit_code, "log.jsonl:1" in done.stderr, "lateness" in done.stderr) == (4, True, True)


def test_another_lateness_in_the_midst_of_a_log_is_rejected(small, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text(
        text({"agreement": "small.yaml", "lateness": "24h"}, GOOD, {"agreement": "small.yaml", "lateness": "48h"})
    )
    assert "declares another lateness, 48h" in CliRunner().invoke(cli, ["evaluate", str(log)]).stderr


def test_a_header_repeated_with_other_spaces_is_passed_over(small, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text('{"agreement":"small.yaml"}\n' + text(GOOD) + '{ "agreement" : "small.yaml" }\n')
    done = CliRunner().invoke(cli, ["evaluate", str(log)])
    assert "1 read = 1 accepted" in done.stderr


def test_those_who_acted_jointly_are_joined_by_and(evaluate):
    joint = {**BREACH, "actor": [{"party": "north", "role": "joint"}, {"party": "south", "role": "joint"}]}
    assert "by north and south" in evaluate(text(joint)).stdout
    assert "by north or south" in evaluate(text({**BREACH, "actor": ["north", "south"]})).stdout


def test_what_could_not_be_resolved_is_said_beside_json_lines_too(evaluate):
    done = evaluate(text({**GOOD, "actor": "nroth", "place": "Nowhere"}), "--format", "jsonl")
    assert "parties taken as unknown: nroth (1)" in done.stderr
    assert "places taken as unknown: Nowhere (1)" in done.stderr


@pytest.mark.parametrize("columns", ["0", "x"])
def test_a_width_that_is_none_is_as_off_a_terminal(small, tmp_path, columns):
    log = tmp_path / "log.jsonl"
    log.write_text(text(GOOD))
    done = subprocess.run(
        command(str(small), str(log)), env={**os.environ, "COLUMNS": columns}, capture_output=True, check=True
    )
    assert b"No attacks" in done.stdout
