# SPDX-License-Identifier: MIT
"""What a person may choose when brat's files are read."""

from annotator.formats.format import Choice

CHARACTERS, UTF16, LINE_FEEDS = "characters", "utf16", "line-feeds"
OFFSETS = Choice(
    "offsets",
    "What the offsets count: characters, as brat does; utf16, as programs in Java and JavaScript "
    "do; line-feeds, which counts the two characters of a CRLF as one.",
    (CHARACTERS, UTF16, LINE_FEEDS),
    CHARACTERS,
)

EVENTS_ONLY, SPANS_TOO = "events", "spans"
TRIGGERS = Choice(
    "triggers",
    "What becomes of the trigger of an event: events makes it a part of the event alone, spans "
    "makes it a span as well.",
    (EVENTS_ONLY, SPANS_TOO),
    EVENTS_ONLY,
)

JOIN, KEEP = "join", "keep"
GAPS = Choice(
    "line_breaks",
    "brat cuts a span at each line break: join makes one stretch of it again, keep leaves the "
    "pieces.",
    (JOIN, KEEP),
    JOIN,
)
