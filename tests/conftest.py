"""What all tests share: deterministic Hypothesis, recorded output, and one good agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from .crashing.children import Nursery

CASES = Path(__file__).parent / "cases"

settings.register_profile(
    "comply",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("comply")


class RootIsNoTestPackage:
    """Keep pytest from importing the root as a package of tests: a checkout may be called ``comply-main``."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(self, path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        return pytest.Dir.from_parent(parent, path=path) if path == parent.config.rootpath else None


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(RootIsNoTestPackage())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write the recorded outputs anew instead of comparing them")


@pytest.fixture
def check_recorded(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the one recorded in a file, or record it when asked with ``--record``."""

    def check(file: Path, text: str) -> None:
        if request.config.getoption("--record"):
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.is_file(), f"nothing is recorded in {file}; run pytest --record and read what it writes"
        assert text == file.read_text(encoding="utf-8")

    return check


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where processes are started that are to be killed."""
    from .crashing.children import nursery_in  # it forks, which not every system can

    with nursery_in(tmp_path_factory.mktemp("nursery")) as one:
        yield one


@pytest.fixture
def faulty(nursery: Nursery) -> Nursery:
    """The same, where a change of a file can be made to fail."""
    if not nursery.has_faults:
        pytest.skip("no C compiler, or no system on which a library can be preloaded")
    return nursery


@pytest.fixture(scope="session")
def truce() -> str:
    """The text of a small agreement that uses most of the language."""
    return (CASES / "good" / "agreements" / "truce.yaml").read_text(encoding="utf-8")


@pytest.fixture
def amended(truce: str) -> Callable[..., bytes]:
    """The small agreement with some of its words replaced; each must stand there exactly once."""

    def amend(*changes: tuple[str, str]) -> bytes:
        text = truce
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in truce.yaml"
            text = text.replace(old, new)
        return text.encode()

    return amend
