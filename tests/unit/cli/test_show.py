"""``comply show`` as a user meets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comply.cli.main import cli

CASES = Path(__file__).parent.parent.parent / "cases" / "good"
EVERY_FORM = str(CASES / "agreements" / "every-form.yaml")
SYRIA = "us-russia-syria-2016"


def show(*arguments: str) -> Result:
    return CliRunner(env={"NO_COLOR": "1", "COLUMNS": "120"}).invoke(cli, ["show", *arguments])


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("agreement", [SYRIA, EVERY_FORM], ids=["syria", "every-form"])
def test_the_whole_agreement(agreement: str, form: str, check_recorded: Callable[[Path, str], None]) -> None:
    result = show(agreement, "--format", form)
    assert result.exit_code == 0, result.output
    ending = "txt" if form == "text" else "md"
    check_recorded(CASES / "shown" / f"{Path(agreement).stem}.{ending}", result.stdout)


@pytest.mark.parametrize("form", ["mermaid", "svg"])
@pytest.mark.parametrize("agreement", [SYRIA, EVERY_FORM], ids=["syria", "every-form"])
def test_the_diagram(agreement: str, form: str, check_recorded: Callable[[Path, str], None]) -> None:
    result = show(agreement, "--diagram", form)
    assert result.exit_code == 0, result.output
    check_recorded(CASES / "shown" / f"{Path(agreement).stem}.{form}", result.stdout)


def test_one_clause() -> None:
    result = show(SYRIA, "C02")
    assert "\nC02  No attacks\n" in result.stdout
    assert "C05  " not in result.stdout


def test_no_colour_where_none_is_wanted() -> None:
    assert "\x1b" not in show(SYRIA, "C02").stdout


def test_one_reading() -> None:
    result = show(SYRIA, "C20a", "--reading", "us")
    assert "The time starts anew when C02" in result.stdout
    assert "Under the reading" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([EVERY_FORM, "cal"], "no clause 'cal' (did you mean 'calm'?)"),
        ([EVERY_FORM, "--reading", "nort"], "no reading 'nort' (did you mean 'north'?)"),
        ([EVERY_FORM, "calm", "--diagram", "svg"], "a diagram shows the whole agreement"),
    ],
)
def test_a_wrong_name_is_answered_with_the_near_one(arguments: list[str], words: str) -> None:
    result = show(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_an_agreement_that_is_not_there() -> None:
    result = show("us-russia-syria-2017")
    assert result.exit_code == 3
    assert "did you mean 'us-russia-syria-2016'?" in result.stderr


def test_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "phases.svg"
    result = show(SYRIA, "--diagram", "svg", "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text(encoding="utf-8") == show(SYRIA, "--diagram", "svg").stdout


def test_text_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "clauses.txt"
    assert show(SYRIA, "C02", "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8") == show(SYRIA, "C02").stdout


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    result = show(SYRIA, "--diagram", "svg", "-o", str(tmp_path / "none" / "phases.svg"))
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


def test_markdown_in_a_title_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(Path(EVERY_FORM).read_text().replace('"An agreement of every form"', '"A *bold* <b> _title_"'))
    assert show(str(path), "--format", "markdown").stdout.startswith("# A \\*bold\\* \\<b\\> \\_title\\_\n")


def test_what_could_steer_a_terminal_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(Path(EVERY_FORM).read_text().replace('"An agreement of every form"', '"A\\e[31m title"'))
    for options in ([], ["--format", "markdown"], ["--diagram", "svg"], ["--diagram", "mermaid"]):
        assert "\x1b" not in show(str(path), *options).stdout
