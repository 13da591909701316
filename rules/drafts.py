"""Drafts: two agreement documents, what differs between them, and the drafts that lie between."""

from __future__ import annotations

import attrs

from ..events.errors import AgreementError
from .agreement import Agreement
from .document import Node
from .edits import Place, adopted, between, edits, said
from .files import FileError, Folder
from .load import Source, built
from .scalars import render

FILE = "file"
"""What begins the place of a file that a document refers to."""


@attrs.frozen(kw_only=True)
class Wording:
    """Words that differ between two drafts: where, in words too, and what each says; None where it says nothing."""

    place: Place
    where: str
    before: str | None
    after: str | None


@attrs.frozen(kw_only=True)
class Drafts:
    """Two drafts of an agreement."""

    before: Source
    after: Source
    reading: str | None = None
    """Where the drafts are one document and differ in how this reading takes it: that reading."""

    @classmethod
    def of_readings(cls, source: Source, reading: str, other: str) -> Drafts:
        """One reading as it takes the text, and as it would if it took the text as the other does.

        Raises:
            AgreementError: a document that takes both readings for one is wrong.
        """
        ours, theirs = (adopted(source.root, reading, name) for name in (reading, other))
        return cls(before=_built(source, ours), after=_built(source, theirs), reading=reading)

    @classmethod
    def of_root(cls, source: Source, root: Node) -> Drafts:
        """A draft and the same with another tree of values.

        Raises:
            AgreementError: that is no agreement.
        """
        return cls(before=source, after=_built(source, root))

    def differences(self) -> tuple[Wording, ...]:
        """The words that differ, in the order of the documents, then the files."""
        words = tuple(
            Wording(
                place=edit.place, where=self._where(edit.place), before=_words(edit.before), after=_words(edit.after)
            )
            for edit in edits(self.before.root, self.after.root)
        )
        ours, theirs = self.before.contents, self.after.contents
        changed = (name for name in sorted(ours) if name in theirs and ours[name] != theirs[name])
        return (
            *words,
            *(Wording(place=(FILE, name), where=f"the file {name}", before="one", after="another") for name in changed),
        )

    def _where(self, place: Place) -> str:
        """A place in words; which reading it is that takes the text otherwise is known."""
        steps = list(place)
        for at in range(len(steps) - 2, 0, -1):
            if self.reading is not None and steps[at : at + 2] == ["readings", self.reading]:
                del steps[at : at + 2]
        return said(tuple(steps))

    def between(self, chosen: frozenset[Place]) -> Agreement | None:
        """The draft before with the words of the one after at the chosen places; None where that is no agreement.

        It is a step between two documents and none itself: its digest is that of the draft before.
        """
        root = between(self.before.root, self.after.root, chosen)
        try:
            return built(root, self.before.data, file=self.before.file, folder=self._folder(chosen)).agreement
        except AgreementError:
            return None

    def _folder(self, chosen: frozenset[Place]) -> Folder:
        """What reads the files of a draft in between: those of the one before, but for the chosen ones."""

        def read(name: str) -> bytes:
            first, second = self.before.contents, self.after.contents
            if name not in first and name not in second:
                raise FileError(f"{name!r} belongs to neither draft")
            return second[name] if (FILE, name) in chosen or name not in first else first[name]

        return read


def _built(source: Source, root: Node) -> Source:
    return built(root, source.data, file=source.file, folder=source.folder)


def _words(node: Node | None) -> str | None:
    return None if node is None else render(node)
