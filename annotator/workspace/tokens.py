# SPDX-License-Identifier: MIT
"""Tokenizers by language, loaded once, in the background when asked early."""

import threading
from collections.abc import Callable

from annotator.text.number_words import number_words
from annotator.text.tokens import Tokenizer


class Tokenizers:
    """Hands out the tokenizer of a language; loading the first takes a second (it imports spaCy).

    Safe from any thread.
    """

    def __init__(self) -> None:
        self._loaded: dict[str, Tokenizer] = {}
        self._loading: set[str] = set()
        self._lock = threading.Lock()

    def get(self, language: str) -> Tokenizer:
        """Return the tokenizer, loading it if need be."""
        tokenizer = self._loaded.get(language)
        if tokenizer is not None:
            return tokenizer
        with self._lock:
            if language not in self._loaded:
                from annotator.assist.tokenizer import load_tokenizer

                self._loaded[language] = load_tokenizer(language)
            return self._loaded[language]

    def is_ready(self, language: str) -> bool:
        """Return whether ``get`` would answer at once."""
        return language in self._loaded

    def warm_up(self, language: str, then: Callable[[], None]) -> None:
        """Load the tokenizer on a thread of its own, and call ``then`` on that thread.

        Does nothing if it is loaded or on its way.
        """
        if language in self._loaded or language in self._loading:
            return
        self._loading.add(language)

        def load() -> None:
            self.get(language)
            self._loading.discard(language)
            then()
            number_words(language)  # the first count that is read would wait for them

        threading.Thread(target=load, name="tokenizer").start()
