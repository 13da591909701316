"""``comply new``: what it writes loads, is in order, raises no finding and passes its cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comply import loads
from comply.cli.main import cli
from comply.rules.clauses import CLAUSE_KINDS, kind_of
from comply.rules.format import format_document


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("new", "agreement", "northland-truce", "-o", tmp_path).exit_code == 0
    return tmp_path / "northland-truce"


@pytest.mark.parametrize("command", [("check", "--fail-on", "note"), ("fmt", "--check"), ("test",)])
def test_a_new_agreement_passes_every_check(folder, command):
    done = run(*command, folder)
    assert done.exit_code == 0, done.output


def test_a_new_agreement_has_the_name_that_was_given(folder):
    assert loads((folder / "agreement.yaml").read_bytes()).base.id == "northland-truce"


@pytest.mark.parametrize("kind", CLAUSE_KINDS)
def test_a_new_clause_of_every_kind_loads_where_it_is_pasted(folder, kind):
    path = folder / "agreement.yaml"
    text = path.read_text() + run("new", "clause", kind).stdout
    assert kind_of(loads(text.encode()).base.clauses[-1]) == kind
    assert format_document(text.encode()).decode() == text
    path.write_text(text)
    done = run("check", folder)
    assert done.exit_code == 0, done.output


def test_nothing_is_overwritten(folder):
    before = (folder / "agreement.yaml").read_bytes()
    done = run("new", "agreement", "northland-truce", "-o", folder.parent)
    assert (done.exit_code, (folder / "agreement.yaml").read_bytes()) == (2, before)


@pytest.mark.parametrize("name", ["../elsewhere", "With Space", "", "a/b", "null"])
def test_a_name_that_is_no_folder_of_its_own_is_refused(tmp_path, name):
    assert run("new", "agreement", name, "-o", tmp_path).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_new_lint_has_its_rule_its_test_and_its_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new", "lint", "too-long").exit_code == 2
    (tmp_path / "rules" / "lint").mkdir(parents=True)
    (tmp_path / "rules" / "lint" / "registry.py").touch()
    assert run("new", "lint", "too-long").exit_code == 0
    rule = (tmp_path / "rules" / "lint" / "too_long.py").read_text()
    assert 'code="too-long"' in rule
    compile(rule, "too_long.py", "exec")
    compile((tmp_path / "tests/unit/rules/lint/test_too_long.py").read_text(), "test_too_long.py", "exec")
    assert "`too-long`" in (tmp_path / "docs/lints/too-long.md").read_text()


@pytest.mark.parametrize("command", [["new"], ["new", "agreement"], ["new", "clause"], ["new", "lint"], ["fmt"]])
def test_help_fits_a_screen(command):
    done = run(*command, "--help")
    assert done.exit_code == 0
    assert len(done.output.splitlines()) <= 24


def test_a_misspelt_kind_is_told_with_the_nearest_one():
    done = run("new", "clause", "oblgation")
    assert done.exit_code == 2
    assert "did you mean 'obligation'" in done.stderr
