# SPDX-License-Identifier: MIT
"""What a person may choose when a DocBin is read or written."""

from annotator.formats.format import Choice

DROP, EXPAND, CONTRACT = "drop", "expand", "contract"
BY_SCHEMA, NO_ENTS = "schema", "none"
OUTSIDE, MISSING = "outside", "missing"
ALL_GROUPS, NO_GROUPS = "all", "none"
USE, IGNORE = "use", "ignore"

MISALIGNED = Choice(
    "misaligned",
    "Spans that do not start and end where tokens do: drop them (each is listed), or move their "
    "ends, to the tokens they touch (expand) or to the whole tokens in them (contract).",
    (DROP, EXPAND, CONTRACT),
    DROP,
)
ENTS = Choice(
    "ents",
    "Which of overlapping spans are in doc.ents: as the schema says, by another rule first, none.",
    (BY_SCHEMA, "longest_wins", "innermost_wins", "label_priority", "named_first", NO_ENTS),
    BY_SCHEMA,
)
SPANS_KEY = Choice("spans_key", "The name of the group in doc.spans that has all spans.", (), "sc")
UNFINISHED = Choice(
    "unfinished",
    "What tokens without a span are, in layers that are not marked complete: no entity (outside), "
    "or unknown (missing), which no entity recogniser learns from.",
    (OUTSIDE, MISSING),
    OUTSIDE,
)
WRITING = (MISALIGNED, ENTS, SPANS_KEY, UNFINISHED)

GROUPS = Choice(
    "groups",
    "Which groups of doc.spans are read besides doc.ents: all, none, or names with commas between.",
    (),
    ALL_GROUPS,
)
USER_DATA = Choice(
    "user_data",
    "Whether ids, attributes and facts are taken from what this program has put into "
    "doc.user_data (use), or doc.ents and doc.spans are all that counts (ignore).",
    (USE, IGNORE),
    USE,
)
READING = (GROUPS, USER_DATA)
