# SPDX-License-Identifier: MIT
"""The tokenizer of a language, for the window and the checks.

Importing this module imports spaCy, which takes a second: call it off the window's thread.
"""

from functools import cache

from annotator.text.pipelines import blank_pipeline, tokenizer_language
from annotator.text.tokens import TokenBoundaries, Tokenizer

__all__ = ["blank_pipeline", "load_tokenizer", "tokenizer_language"]


def load_tokenizer(language: str) -> Tokenizer:
    """Return the tokenizer for a language code; the same one for codes that share it.

    The tokens of a paragraph are those the paragraph has in the whole document.
    """
    return _tokenizer(tokenizer_language(language))


@cache
def _tokenizer(language: str) -> Tokenizer:
    split = blank_pipeline(language).tokenizer

    def tokenize(text: str) -> TokenBoundaries:
        table = split(text).to_array(["IDX", "LENGTH", "IS_SPACE"])
        words = table[table[:, 2] == 0]
        starts = words[:, 0]
        return TokenBoundaries(starts.tolist(), (starts + words[:, 1]).tolist())

    return tokenize
