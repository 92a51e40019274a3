# SPDX-License-Identifier: MIT
"""Documents as GATE has them: features, and named sets of typed annotations over a text.

GATE XML and bdoc are two ways to write the same down; what they share is here. Sets are layers,
types are labels, features are attributes.
"""

from annotator.formats.format import Choice

ORIGINAL = "Original markups"
DEFAULT = "default"
EVERYTHING = "*"
SETS = Choice(
    "sets",
    "Which annotation sets become layers, separated by commas; default is the set without a name, "
    "and * all. If empty, all but 'Original markups'.",
)
TYPES = Choice(
    "types",
    "Which annotation types become spans, separated by commas; * is all. If empty, all but those "
    "that tools make for every text, such as Token and Sentence.",
)
MACHINE_TYPES = frozenset(
    {
        "DEFAULT_TOKEN",
        "Document",
        "Lookup",
        "MWT",
        "NounChunk",
        "Paragraph",
        "Sentence",
        "SpaceToken",
        "Split",
        "Token",
        "paragraph",
    }
)
"""Types that tokenisers, sentence splitters and gazetteers make; nobody annotates them."""

COMPLETE = "complete_sets"
DOCUMENT_ID = "document_id"
LABELS = "document_labels"
NOTES = "notes"
RELATIONS = "relations"
SOURCE = "gate.SourceURL"
FACTS = ("title", "date", "language", "tags")
OWN_FEATURES = frozenset((COMPLETE, DOCUMENT_ID, LABELS, NOTES, RELATIONS, SOURCE, *FACTS))
"""Features of the document in which an export of ours keeps what has no other place."""
