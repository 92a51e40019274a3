# SPDX-License-Identifier: MIT
"""Annotated texts as one reads them, so that no test counts offsets by hand.

    text, spans = marked("[HTS|ACTOR] struck [[Darat Izza|LOCATION] base|LOCATION role=target]")

Brackets nest. After the label stand attributes as ``name=value`` (an underscore in a value stays
one; whole numbers become int). A backslash before ``[``, ``]``, ``|`` or itself takes away its
meaning. Spans come in the order of their opening brackets, with the ids T1, T2, ...
"""

from dataclasses import dataclass

from annotator.model.records import Span, Value


def marked(source: str) -> tuple[str, tuple[Span, ...]]:
    """Return the text without its marks, and the spans the marks stood for."""
    reader = _Reader(source)
    reader.read()
    return "".join(reader.text), tuple(reader.spans[number] for number in sorted(reader.spans))


def marked_text(source: str) -> str:
    """Return only the text."""
    return marked(source)[0]


@dataclass
class _Reader:
    source: str

    def __post_init__(self) -> None:
        self.text: list[str] = []
        self.spans: dict[int, Span] = {}
        self.open: list[tuple[int, int]] = []
        self.opened = 0

    def read(self) -> None:
        place = 0
        while place < len(self.source):
            place = self.step(place)
        if self.open:
            raise ValueError(f"{len(self.open)} brackets are not closed in {self.source!r}")

    def step(self, place: int) -> int:
        character = self.source[place]
        if character == "\\":
            self.text.append(self.source[place + 1])
            return place + 2
        if character == "[":
            self.opened += 1
            self.open.append((self.opened, len(self.text)))
            return place + 1
        if character == "|" and self.open:
            close = self.source.index("]", place)
            self.close(self.source[place + 1 : close])
            return close + 1
        if character == "]":
            raise ValueError(f"a bracket closes without a label in {self.source!r}")
        self.text.append(character)
        return place + 1

    def close(self, label: str) -> None:
        number, start = self.open.pop()
        name, *pairs = label.split()
        attributes = dict(_attribute(pair) for pair in pairs)
        self.spans[number] = Span(f"T{number}", name, ((start, len(self.text)),), attributes)


def _attribute(pair: str) -> tuple[str, Value]:
    name, _, value = pair.partition("=")
    return name, int(value) if value.lstrip("-").isdigit() else value
