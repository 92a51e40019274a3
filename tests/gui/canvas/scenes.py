# SPDX-License-Identifier: MIT
"""Scenes for the canvas tests: a text with marked spans, words for tokens."""

import re

from annotator.gui.canvas.scene import Scene
from annotator.gui.canvas.spans import SpanIndex
from annotator.model.annotations import Annotations
from annotator.text.paragraphs import ParagraphIndex
from annotator.text.tokens import LazyTokens, TokenBoundaries
from tests.marked import marked


def words(text: str) -> TokenBoundaries:
    return TokenBoundaries.of(found.span() for found in re.finditer(r"\w+|[^\w\s]", text))


def scene_of(text: str, spans=()) -> Scene:
    annotations = Annotations({span.id: span for span in spans})
    index = ParagraphIndex(text)
    return Scene(
        index, LazyTokens(index, lambda: words), SpanIndex(annotations.spans()), annotations.span
    )


def marked_scene(source: str) -> Scene:
    return scene_of(*marked(source))
