"""Check what a wheel holds: the package's own files and nothing else. Run as a script with the wheel's path."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

STOREYS = ("cli", "engine", "events", "rules")
ROOT_FILES = {"__init__.py", "__main__.py", "py.typed", "version.py"}


def strangers(names: list[str]) -> list[str]:
    """Members of a wheel that do not belong in it."""
    return [name for name in names if not _belongs(name)]


def missing(names: list[str], root: Path) -> list[str]:
    """Files of the tree's storeys that the wheel lacks."""
    wanted = {f"comply/{name}" for name in ROOT_FILES}
    for storey in STOREYS:
        wanted |= {f"comply/{file.relative_to(root)}" for file in (root / storey).rglob("*.py")}
        wanted |= {f"comply/{file.relative_to(root)}" for file in (root / storey).rglob("*.yaml")}
    return sorted(wanted - set(names))


def _belongs(name: str) -> bool:
    first, _, rest = name.partition("/")
    if first.endswith(".dist-info"):
        return True
    return first == "comply" and (rest in ROOT_FILES or rest.split("/")[0] in STOREYS)


def main(wheel: str) -> int:
    """Print what is wrong with a wheel; 0 where nothing is."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    wrong = [f"stranger: {name}" for name in strangers(names)]
    wrong += [f"missing: {name}" for name in missing(names, Path(__file__).parent.parent)]
    print("\n".join(wrong) or f"{len(names)} files, all in their place")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
