"""What the documentation shows is true: its examples load and run."""

from __future__ import annotations

import re
from pathlib import Path

from comply import Problem, library, load, loads
from comply.events.codec import decode_line
from comply.rules.clauses import CLAUSE_KINDS

ROOT = Path(__file__).parents[2]


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / name).read_text(), re.MULTILINE | re.DOTALL)


WHOLE, *CLAUSES = blocks("docs/language.md", "yaml")


def test_the_whole_example_loads():
    assert loads(WHOLE.encode()).base.id == "example-truce"


def test_the_clauses_of_the_reference_load_beside_it():
    more = "".join(re.sub("^", "  ", one, flags=re.MULTILINE).rstrip() + "\n" for one in CLAUSES)
    assert len(loads((WHOLE + more).encode()).base.clauses) == 1 + len(CLAUSES)


def test_every_kind_of_clause_has_its_example():
    shown = set(re.findall(r"^  kind: (\w+)$", "\n".join(CLAUSES), re.MULTILINE))
    assert shown == set(CLAUSE_KINDS)


def test_the_minimal_incident_of_the_readme_is_accepted():
    agreement = load("us-russia-syria-2016")
    (line,) = blocks("README.md", "json")
    record = decode_line(line.encode(), file="README", number=1, zone=agreement.zone, taxonomy=agreement.taxonomy)
    assert not isinstance(record, Problem)


def test_the_library_example_of_the_readme_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    (code,) = blocks("README.md", "python")
    exec(compile(code, "README.md", "exec"), {})
    assert "C20a inconclusive" in capsys.readouterr().out


def test_the_readme_sets_up_with_exactly_two_commands():
    commands = [line for block in blocks("README.md", "sh") for line in block.splitlines() if "pip install" in line]
    assert len(commands) == 2


def test_the_readme_names_the_shipped_agreements():
    assert all(name in (ROOT / "README.md").read_text() for name in library())
