"""What the names that a data set uses mean under an agreement: a table beside the agreement, or one that is given.

A name may mean any of several parties, as where a data set folds allied forces into one side. What is in no table is
left as it is, for the agreement's own names and aliases; what is in none of them is unknown, and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import attrs
import msgspec

from ..events.errors import AgreementError, Location, Problem
from ..events.source import Names
from ..events.suggest import did_you_mean
from .agreement import Agreement
from .files import FileError, Folder
from .names import folded
from .yaml12 import plain

NAME = "aliases.yaml"
"""The table's name beside an agreement."""


class _Set(msgspec.Struct, forbid_unknown_fields=True):
    """What one data set's names mean."""

    parties: dict[str, str | list[str]] = {}
    places: dict[str, str] = {}
    kinds: dict[str, str] = {}
    note: str | None = None


@attrs.frozen
class Aliases(Names):
    """What a data set's names of parties and places, and its words for acts, mean; by folded names."""

    party_names: Mapping[str, tuple[str, ...]]
    place_names: Mapping[str, str]
    kind_names: Mapping[str, str]

    def parties(self, name: str) -> Sequence[str]:
        """The parties of which a name may mean any."""
        return self.party_names.get(folded(name), (name,))

    def place(self, name: str) -> str:
        """The name of a place, as the agreement has it."""
        return self.place_names.get(folded(name), name)

    def kind(self, word: str) -> str | None:
        """The kind of act that a word means."""
        return self.kind_names.get(folded(word))


@attrs.frozen
class AliasTable:
    """A table of aliases: by data set, what its names mean."""

    file: str
    sets: Mapping[str, _Set]

    def of(self, data_set: str) -> Names:
        """What the names of a data set mean."""
        found = self.sets.get(data_set)
        return Names() if found is None else self._built(found)

    def _built(self, found: _Set) -> Aliases:
        parties = {
            folded(name): (meant,) if isinstance(meant, str) else tuple(meant) for name, meant in found.parties.items()
        }
        return Aliases(
            parties, *({folded(name): one for name, one in each.items()} for each in (found.places, found.kinds))
        )

    @cached_property
    def data_sets(self) -> tuple[str, ...]:
        """The data sets that it speaks of."""
        return tuple(sorted(self.sets))


def beside(folder: Folder, agreement: Agreement, file: str) -> AliasTable | None:
    """The table beside an agreement; None where there is none.

    Raises:
        AgreementError: it cannot be used.
    """
    try:
        data = folder(NAME)
    except FileError:
        return None
    return read(data, agreement, file)


def read(data: bytes, agreement: Agreement, file: str) -> AliasTable:
    """Read a table of aliases under the agreement whose parties and places it names.

    Raises:
        AgreementError: it is none, or names what the agreement does not know.
    """
    try:
        sets = msgspec.convert(plain(data), dict[str, _Set])
    except (ValueError, msgspec.MsgspecError) as error:
        remedy = "by data set: parties, places and kinds, each a name and what it means"
        problem = Problem(location=Location(file=file), message=f"no table of aliases: {error}", remedy=remedy)
        raise AgreementError(problem) from None
    problems = [problem for name in sorted(sets) for problem in _strange(sets[name], f"$.{name}", agreement, file)]
    if problems:
        raise AgreementError(*problems)
    return AliasTable(file, sets)


def _strange(found: _Set, path: str, agreement: Agreement, file: str) -> list[Problem]:
    """The names that a data set's are to mean and the agreement does not know."""
    terms = agreement.base
    wanted: list[tuple[str, str, str, Mapping[str, object]]] = [
        ("party", f"{path}.parties.{name}", one, terms.parties)
        for name, meant in found.parties.items()
        for one in ([meant] if isinstance(meant, str) else meant)
    ]
    wanted += [("kind", f"{path}.kinds.{name}", one, terms.taxonomy.parents) for name, one in found.kinds.items()]
    wanted += [("place", f"{path}.places.{name}", one, terms.places) for name, one in found.places.items()]
    return [
        Problem(
            location=Location(file=file, path=where),
            message=f"the agreement has no {word} {one!r}",
            remedy=did_you_mean(one, known),
        )
        for word, where, one, known in wanted
        if one not in known and not (word == "party" and one == "unknown")
    ]
