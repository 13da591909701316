"""What is installed is what stands in the tree."""

from __future__ import annotations

import tomllib
from pathlib import Path

import comply

ROOT = Path(__file__).parents[2]


def test_every_folder_of_code_is_listed_as_a_package():
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    storeys = [ROOT / name for name in ("cli", "engine", "events", "rules")]
    folders = {file.parent for storey in storeys for file in storey.rglob("*.py")}
    assert listed == {"comply", *(".".join(("comply", *folder.relative_to(ROOT).parts)) for folder in folders)}


def test_every_public_name_is_there():
    for name in comply.__all__:
        assert getattr(comply, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(comply, "no_such_name")
