# SPDX-License-Identifier: MIT
"""What a person may choose when files of MAE and MedTator are read."""

from annotator.formats.format import Choice

PROVEN, UTF16, CHARACTERS, CRLF = "proven", "utf16", "characters", "crlf"
OFFSETS = Choice(
    "offsets",
    "What the offsets count: utf16 as MAE and MedTator do; characters; crlf is utf16 with each "
    "line break counted as two; proven is utf16 unless the words of a text only fit characters.",
    (PROVEN, UTF16, CHARACTERS, CRLF),
    PROVEN,
)

REFUSE, TRUST_OFFSETS = "refuse", "trust-offsets"
SURFACES = Choice(
    "surfaces",
    "What becomes of a tag whose text differs from what stands at its offsets: refuse the file, or "
    "trust-offsets and tell of each.",
    (REFUSE, TRUST_OFFSETS),
    REFUSE,
)
