# SPDX-License-Identifier: MIT
"""DocBins changed before they are compressed: their bytes, values, columns and groups."""

import zlib
from pathlib import Path
from random import Random
from typing import Any

from srsly import msgpack

from annotator.formats.spacy_docbin import FORMAT
from tests.formats.exchange import read_back
from tests.fuzz.mutation import NUMBERS, VALUES, WORDS, of_bytes
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "spacy"


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{"x.spacy": path.read_bytes()} for path in sorted(GOLDEN.glob("*.spacy"))]

    read_back(FORMAT, GOLDEN / "parsed.spacy")  # spaCy is loaded before the time is taken

    fuzz(FORMAT, seeds, of_docbin, tmp_path)


def of_docbin(random: Random, data: bytes) -> bytes:
    raw = zlib.decompress(data)
    if random.random() < 0.4:
        return zlib.compress(of_bytes(random, raw))
    whole = unpacked(raw)
    if random.random() < 0.8:
        whole.pop("annotator", None)  # else nothing but the seal is ever looked at
    for _ in range(random.randint(1, 3)):
        change(random, whole)
    return zlib.compress(msgpack.packb(whole, use_bin_type=True))


def unpacked(data: bytes) -> Any:
    return msgpack.unpackb(data, raw=False, strict_map_key=False, use_list=True)


def change(random: Random, whole: dict[str, Any]) -> None:
    """Change one thing, nothing if what was to be changed is gone."""
    key = random.choice(sorted(whole))
    value = whole[key]
    match value:
        case _ if random.random() < 0.05:
            del whole[key]
        case bytes() if random.random() < 0.9:
            whole[key] = of_words(random, value)
        case list() if value and random.random() < 0.95:
            place = random.randrange(len(value))
            match random.randrange(4):
                case 0:
                    del value[place]
                case 1:
                    value.insert(place, value[random.randrange(len(value))])
                case _:
                    value[place] = of_item(random, value[place])
        case _:
            whole[key] = storable(random.choice(VALUES))


def of_words(random: Random, data: bytes) -> bytes:
    """Exchange, swap or change some eight bytes, which are one value of one token."""
    words = [data[start : start + 8] for start in range(0, len(data), 8)] or [b""]
    place, other = random.randrange(len(words)), random.randrange(len(words))
    match random.randrange(4):
        case 0:
            words[place], words[other] = words[other], words[place]
        case 1:
            words[place] = words[other]
        case 2:
            words[place] = random.choice((0, 1, 2, 3, 380, 2**64 - 1)).to_bytes(8, "little")
        case _:
            words[place] = of_bytes(random, words[place])
    return b"".join(words)


def of_item(random: Random, item: Any) -> Any:
    """Change an entry of a document; what is packed in it is packed again."""
    if isinstance(item, bytes) and item:
        if random.random() < 0.3:
            return of_bytes(random, item)
        try:
            inner = msgpack.unpackb(item, raw=False, strict_map_key=False, use_list=False)
        except (ValueError, TypeError, msgpack.UnpackException):
            return of_bytes(random, item)
        return msgpack.packb(changed(random, inner), use_bin_type=True)
    return changed(random, item)


def changed(random: Random, value: Any) -> Any:
    if isinstance(value, dict) and value and random.random() < 0.9:
        key = random.choice(list(value))
        inner = changed(random, value[key])
        if isinstance(key, bytes) and random.random() < 0.7:
            return {of_item(random, key): value[key]}
        return {**value, key: inner}
    if isinstance(value, list | tuple) and value and random.random() < 0.9:
        place = random.randrange(len(value))
        return (*value[:place], changed(random, value[place]), *value[place + 1 :])
    if isinstance(value, bytes):
        return of_words(random, value)
    return storable(random.choice((*VALUES, *WORDS, *NUMBERS)))


def storable(value: Any) -> Any:
    """Return a value that msgpack can hold."""
    return 2**64 - 1 if isinstance(value, int) and abs(value) >= 2**63 else value
