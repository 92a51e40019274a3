# SPDX-License-Identifier: MIT
"""Which documents may hold a case like the one at hand, known without opening each of them."""

from collections.abc import Iterable, Mapping

from annotator.review.bulk import Signature, signature
from annotator.review.item import Item

Known = frozenset[int]


def cases_of(items: Iterable[Item], text: str) -> Known:
    """Return what stands for the cases of a document: a number for each that differs.

    The number is the same for the same case while the program runs, and may seldom be that of
    another case: who finds one has to look.
    """
    return frozenset(hash(signature(item, text)) for item in items if not item.is_agreed)


class Cases:
    """The cases of each document that was looked through; a document not known may hold any.

    What another thread gathers is of an ``era``, which it asks for before it reads; the next era
    begins when all is forgotten.
    """

    def __init__(self) -> None:
        self.era = 0
        self._known: dict[str, Known] = {}
        self._changed: set[str] = set()

    def knows(self, document: str) -> bool:
        """Return whether a document was looked through, and has not changed since."""
        return document in self._known

    def take(self, document: str, known: Known) -> None:
        """Take note of the cases of a document, as it is now."""
        self._known[document] = known

    def adopt(self, gathered: Mapping[str, Known], era: int) -> None:
        """Take note of what another thread has gathered, but for what has changed meanwhile."""
        if era != self.era:
            return
        for document, known in gathered.items():
            if document not in self._changed:
                self._known.setdefault(document, known)
        self._changed.clear()

    def forget(self, document: str) -> None:
        """Know a document no more: somebody's layer has changed."""
        self._known.pop(document, None)
        self._changed.add(document)

    def forget_all(self) -> None:
        """Know nothing any more."""
        self.era += 1
        self._known.clear()
        self._changed.clear()

    def may_hold(self, document: str, wanted: Signature) -> bool:
        """Return whether a document may hold a case."""
        known = self._known.get(document)
        return known is None or hash(wanted) in known
