"""CloudEvents 1.0 in structured mode: an envelope a line, or a list of them, whose ``data`` is an incident record."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ..source import Setting, Source, Written
from ..tables.row import CellError, Row

_Text = Annotated[str, Meta(min_length=1)]


class Envelope(msgspec.Struct):
    """What an envelope says; other attributes are its sender's own."""

    specversion: _Text
    id: _Text
    source: _Text
    type: _Text
    data: dict[str, Any]
    time: str | None = None
    datacontenttype: str | None = None


_decoder = msgspec.json.Decoder(Envelope)


def convert(row: Row, setting: Setting) -> Written:  # noqa: ARG001  # the record says all
    """The record in an envelope. Its ``id`` and ``recorded`` are those of the envelope where it says none."""
    try:
        envelope = _decoder.decode(row.raw)
    except msgspec.MsgspecError as error:
        raise CellError(None, f"no envelope of CloudEvents with an incident: {error}") from None
    if envelope.specversion.partition(".")[0] != "1":
        raise CellError("specversion", f"{envelope.specversion!r} is not 1.0")
    if envelope.datacontenttype is not None and "json" not in envelope.datacontenttype:
        raise CellError("datacontenttype", f"{envelope.datacontenttype!r} is not JSON")
    written = {"id": f"{envelope.source}#{envelope.id}", **envelope.data}
    if envelope.time is not None:
        written.setdefault("recorded", envelope.time)
    for field in ("actor", "target"):
        if isinstance(written.get(field), str | dict):
            written[field] = [written[field]]
    return written


SOURCE = Source(
    name="cloudevents",
    title="CloudEvents",
    signatures=(frozenset({"specversion", "id", "source", "type"}),),
    convert=convert,
    dated=True,
)
