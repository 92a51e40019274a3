# SPDX-License-Identifier: MIT
"""What may be chosen when doccano's files are read."""

from annotator.formats.format import Choice

LAYERS = Choice(
    "layers",
    "Whether files are annotators: auto takes those of a folder for such if the documents they "
    "share have the same texts, files always does, none never.",
    ("auto", "files", "none"),
    "auto",
)
TEXT_KEY = Choice("text_key", "The key that holds the text; text or data if empty.")
LABEL_KEY = Choice("label_key", "The key that holds the spans or labels; the usual ones if empty.")
