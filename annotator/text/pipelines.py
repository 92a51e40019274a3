# SPDX-License-Identifier: MIT
"""Blank spaCy pipelines: the tokenizer of a language and nothing else.

Only languages that spaCy itself ships are used; nothing is loaded because a document names it.
"""

import pkgutil
from functools import cache

from spacy import blank
from spacy import lang as languages
from spacy.language import Language

ANY_LANGUAGE = "xx"
_SAME_TOKENIZER = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "sh": "sr"}


@cache
def tokenizer_language(code: str) -> str:
    """Return the language whose tokenizer is used for a language code such as ``en`` or ``zh-TW``.

    It is ``xx``, which splits at white space and punctuation, for codes that spaCy does not know
    and for languages whose tokenizer needs a library that is not installed.
    """
    base = code.strip().lower().replace("_", "-").partition("-")[0]
    base = _SAME_TOKENIZER.get(base, base)
    if base not in _shipped():
        return ANY_LANGUAGE
    try:
        blank(base)
    except ImportError:  # ja, ko, th and vi need more than spaCy
        return ANY_LANGUAGE
    return base


def blank_pipeline(language: str) -> Language:
    """Return a new blank pipeline with the tokenizer for a language code."""
    return blank(tokenizer_language(language))


@cache
def _shipped() -> frozenset[str]:
    return frozenset(
        found.name for found in pkgutil.iter_modules(languages.__path__) if found.ispkg
    )
