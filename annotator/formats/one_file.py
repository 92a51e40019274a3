# SPDX-License-Identifier: MIT
"""Writes formats that hold a whole corpus in one file, document after document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from annotator.formats.account import Account
from annotator.formats.files import target_notes, write_atomically
from annotator.formats.format import ExportedDocument, Layer, StoredLayer
from annotator.formats.ledger import Ledger, WrittenFile


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the documents; ``between`` is what stands between two, as in a list."""

    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""


PLAIN = Frame()
Render: TypeAlias = Callable[[ExportedDocument, Layer | StoredLayer, Account], bytes]
"""Gives the bytes of one layer of a document, counting into the account."""


def write_one(
    documents: Iterator[ExportedDocument],
    target: Path,
    account: Account,
    render: Render,
    frame: Frame = PLAIN,
) -> Ledger:
    """Write what ``render`` gives for each layer, one after the other, into a file."""
    options = account.options
    account.ledger.notes.extend(target_notes(target))
    with write_atomically(target, needed=options.needed, sources=options.sources) as stream:
        stream.write(frame.head)
        written = False
        for item in documents:
            for layer in account.layers_of(item):
                data = render(item, layer, account)
                if data and written:
                    stream.write(frame.between)
                stream.write(data)
                written = written or bool(data)
        stream.write(frame.tail)
        account.ledger.files.append(WrittenFile(str(target), stream.tell()))
    return account.closed()
