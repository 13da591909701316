"""Names that one part of an agreement uses for another: the loader checks each against what is declared."""

from __future__ import annotations

from typing import NewType

PartyName = NewType("PartyName", str)
"""A party or a group of parties."""
AreaName = NewType("AreaName", str)
PlaceName = NewType("PlaceName", str)
LineName = NewType("LineName", str)
KindName = NewType("KindName", str)
"""A kind of act, of the common taxonomy or of the agreement's own."""
PhaseName = NewType("PhaseName", str)
ClauseName = NewType("ClauseName", str)
DocumentName = NewType("DocumentName", str)
InstantName = NewType("InstantName", str)
"""A named instant of the agreement or one written out in RFC 3339, by itself or with `` + `` or `` - `` a duration."""
ReadingName = NewType("ReadingName", str)
"""A reading, or all of them."""
EVERY_READING = "all"


def folded(text: str) -> str:
    """A name as it is compared: case and surrounding or repeated space do not count, nor do - and _."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
