# SPDX-License-Identifier: MIT
"""How a review shows the text: with gold, with everybody's versions, or two side by side."""

from itertools import combinations

from annotator.gui.canvas.lanes_everywhere import everywhere
from annotator.gui.canvas.review_canvas import ReviewCanvas
from annotator.gui.canvas.stage import Prepared
from annotator.gui.review_bench import ReviewBench
from annotator.gui.widgets.text import tr
from annotator.model.annotations import GOLD, Annotations
from annotator.workspace.reviews import Review
from annotator.workspace.workspace import Workspace


class ReviewViews:
    """Shows one document's text on the page; remembers which of the views is on.

    Texts side by side are those of two rows; ``pair`` counts the pairs of rows, -1: none.
    """

    def __init__(self, page: ReviewBench, workspace: Workspace) -> None:
        self._page = page
        self._workspace = workspace
        self.everywhere = False
        self.pair = -1

    def gold(self, document: str) -> Annotations:
        """Return gold as it is now."""
        return self._workspace.layer(document, GOLD)

    def show_text(self, review: Review, prepared: Prepared | None) -> None:
        """Show another document; ``prepared`` has the indexes of its text and gold."""
        self._dress(review)
        left, right = self._annotations(review)
        is_gold = self.pair < 0 and not self.everywhere
        self._open(self._page.canvas, review.document, left, prepared if is_gold else None)
        if right is not None:
            self._open(self._page.second, review.document, right, None)

    def _open(
        self,
        canvas: ReviewCanvas,
        document: str,
        annotations: Annotations,
        prepared: Prepared | None,
    ) -> None:
        workspace = self._workspace
        language = workspace.language_of(document)
        canvas.set_document(
            workspace.document(document).text,
            annotations,
            workspace.schema,
            lambda: workspace.tokenizer(language),
            language=language,
            prepared=prepared,
        )

    def show_annotations(self, review: Review) -> None:
        """Show what became of what is shown, on the same text."""
        left, right = self._annotations(review)
        self._page.canvas.show_gold(left)
        if right is not None:
            self._page.second.show_gold(right)

    def _annotations(self, review: Review) -> tuple[Annotations, Annotations | None]:
        """Return what the text shows, and the text beside it."""
        rows = self.rows(review)
        if rows is not None:
            one, other = (self._workspace.layer(review.document, name) for name in rows)
            return one, other
        if self.everywhere:
            return everywhere(review.items, review.lanes, review.decided), None
        return self.gold(review.document), None

    def rows(self, review: Review) -> tuple[str, str] | None:
        """Return the two annotators that are shown side by side; None if none are."""
        pairs = list(combinations(review.lanes, 2))
        if self.pair < 0 or not pairs:
            return None
        return pairs[min(self.pair, len(pairs) - 1)]

    def show_names(self, review: Review) -> None:
        """Say over texts side by side whose they are."""
        rows = self.rows(review)
        if rows is not None:
            said = [f"{review.lanes.index(name) + 1}  {review.names[name]}" for name in rows]
            self._page.say_sides(said[0], said[1])

    def _dress(self, review: Review) -> None:
        self._page.show_second(shown=self.rows(review) is not None)
        self.show_names(review)

    def toggle_everywhere(self, review: Review) -> str:
        """Show everybody's versions in the text, or gold again; return what to say of it."""
        self.everywhere, self.pair = not self.everywhere, -1
        self.show_text(review, None)
        if self.everywhere:
            return tr("The text shows all versions, with the numbers of their rows.")
        return tr("The text shows gold.")

    def next_pair(self, review: Review) -> str:
        """Show the next two rows side by side, after the last gold again; return what to say."""
        pairs = list(combinations(review.lanes, 2))
        self.everywhere = False
        self.pair = self.pair + 1 if self.pair + 1 < len(pairs) else -1
        self.show_text(review, None)
        rows = self.rows(review)
        if rows is None:
            return tr("The text shows gold.")
        one, other = (review.names[name] for name in rows)
        return tr("{one} and {other} side by side.").format(one=one, other=other)

    def show_place(self, start: int, end: int) -> None:
        """Show a stretch of the text at its height on the screen."""
        self._page.canvas.show_place(start, end)
        if self.pair >= 0:
            self._page.second.show_place(start, end)

    def show_nothing(self) -> None:
        """Show the text without a place in question."""
        self._page.canvas.show_nothing()
        self._page.second.show_nothing()
