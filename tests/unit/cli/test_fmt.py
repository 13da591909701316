"""``comply fmt`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comply.cli.main import cli

from ..rules.test_format import DISORDER, ORDER


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "agreement.yaml"
    path.write_bytes(DISORDER.encode())
    path.chmod(0o640)
    return path


def fmt(*arguments: object, data: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["fmt", *map(str, arguments)], input=data)


def test_a_document_is_put_in_order_where_it_is(document):
    assert fmt(document).exit_code == 0
    assert document.read_text() == ORDER
    assert document.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in document.parent.iterdir()] == ["agreement.yaml"]


def test_a_folder_means_its_agreement(document):
    assert fmt(document.parent).exit_code == 0
    assert document.read_text() == ORDER


def test_check_says_what_is_not_in_order_and_changes_nothing(document):
    done = fmt("--check", document)
    assert (done.exit_code, document.read_bytes()) == (1, DISORDER.encode())
    assert "not in order" in done.stderr
    fmt(document)
    assert fmt("--check", document).exit_code == 0


def test_diff_shows_what_would_change_and_changes_nothing(document):
    done = fmt("--diff", document)
    assert done.exit_code == 0
    assert "+  - id: A" in done.stdout
    assert document.read_bytes() == DISORDER.encode()


def test_standard_input_is_printed_formatted():
    assert fmt("-", data=DISORDER.encode()).stdout == ORDER


def test_a_document_that_does_not_load_is_left_alone(document):
    document.write_text("comply: 1\n")
    done = fmt(document)
    assert done.exit_code == 3
    assert "is missing" in done.stderr
    assert document.read_text() == "comply: 1\n"


def test_an_agreement_of_the_library_is_looked_at_and_not_written(document, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert fmt("--check", "us-russia-syria-2016").exit_code == 0
    assert fmt("--diff", "us-russia-syria-2016").stdout == ""
    done = fmt(document, "us-russia-syria-2016")
    assert done.exit_code == 2
    assert "--check or --diff" in done.stderr
    assert document.read_text() == DISORDER.replace("\r\n", "\n")  # nothing was begun


def test_a_path_that_is_named_like_an_agreement_of_the_library_is_the_path(document, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "us-russia-syria-2016"
    folder.mkdir()
    document.rename(folder / "agreement.yaml")
    assert fmt(folder.name).exit_code == 0
    assert (folder / "agreement.yaml").read_text() == ORDER


def test_a_file_that_is_not_there_is_told(tmp_path):
    done = fmt(tmp_path / "nothing.yaml")
    assert done.exit_code == 3
    assert "No such file" in done.stderr


def test_a_folder_without_an_agreement_is_told(tmp_path):
    done = fmt(tmp_path)
    assert done.exit_code == 2
    assert "holds no agreement.yaml" in done.stderr
