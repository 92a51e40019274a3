# SPDX-License-Identifier: MIT
"""What is to be known of the files of an import, each sentence once with the files it is about."""

from collections.abc import Callable
from dataclasses import dataclass, field

_NAMED = 3


@dataclass(slots=True)
class Told:
    """Sentences by the files they are about, and how often each is about a file."""

    _files: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, file: str, sentence: str, count: int = 0) -> None:
        """Keep a sentence about a file; ``{count}`` in it stands for the sum of the counts."""
        files = self._files.setdefault(sentence, {})
        files[file] = files.get(file, 0) + count

    def tell(self, note: Callable[[str], None]) -> None:
        """Pass on what was kept."""
        for sentence, files in self._files.items():
            names = ", ".join(list(files)[:_NAMED])
            more = f" and {len(files) - _NAMED:,} more" if len(files) > _NAMED else ""
            total = f"{sum(files.values()):,}"
            note(f"{names}{more}: {sentence.replace('{count}', total)}")
