# SPDX-License-Identifier: MIT
"""Reads saved web pages, each a document."""

from collections.abc import Iterator, Sequence

from annotator.errors import InputError
from annotator.formats.each_file import Reading, read_each
from annotator.formats.extraction import META_KEY, kept
from annotator.formats.extras import library
from annotator.formats.format import ImportedDocument, Progress, ReadOptions
from annotator.formats.html import EXTRA, is_web_archive
from annotator.formats.html.article import (
    MOST_ELEMENTS,
    NO_FACTS,
    Facts,
    article_of,
    facts_of,
    tool,
)
from annotator.formats.html.encoding import Decoded, decoded_page
from annotator.formats.html.page import MOST_BYTES, remove_unseen, tree_of
from annotator.formats.html.visible import text_of_page
from annotator.formats.sources import SourceFile
from annotator.formats.whole import whole_file
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.text.characters import refuse_unstorable
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

_ARCHIVE = (
    "this is a web archive (MHTML or webarchive), a page with its pictures in one file; open it in "
    'the browser and save it as "Web page, HTML only"'
)
_TOO_MANY = (
    "the page has {:,} elements; an article is looked for in pages of up to {:,} "
    "(--set extract=all takes the text of any)"
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each page; its id is the file's name without the suffix.

    Refused: web archives, what is no page, bytes that the page's encoding does not have, pages
    nested so deep or with so many elements that looking for the article could take minutes, and
    those without an article.
    """
    library("trafilatura", EXTRA)
    yield from read_each(files, options, progress, _documents)
    everything = options.choices.get("extract") == "all"
    what = "all that they show" if everything else f"the article that {tool()} found in them"
    options.note(f"the texts of web pages are {what}; the pages are kept as they were")


def _documents(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
    options = reading.options
    data = whole_file(file.path, min(options.max_bytes, MOST_BYTES))
    if is_web_archive(data[:4096]):
        raise InputError(_ARCHIVE)
    page = decoded_page(data, options.choices.get("encoding", ""))
    everything = options.choices.get("extract") == "all"
    text, facts, taken = _extracted(page, everything=everything)
    refuse_unstorable(text)
    encoding = f"decoded as {page.encoding}, {page.said_by}"
    sentence = f"{taken}; {encoding}"
    raw, told = kept(file.name, "text/html", data, sentence)
    info = DocumentInfo(
        title=facts.title or title_of(text),
        source=facts.site or file.name,
        date=facts.date,
        language=facts.language or implied_language(text, options.language),
        meta={**facts.more, META_KEY: told},
    )
    document = Document.of(reading.ids.unique(file.stem), text)
    yield ImportedDocument(document, info, (), file.name, raw)


def _extracted(page: Decoded, *, everything: bool) -> tuple[str, Facts, str]:
    """Return the text, what the page says of itself, and a sentence about what was taken."""
    root, elements = tree_of(page.text)
    if elements > MOST_ELEMENTS and not everything:
        raise InputError(_TOO_MANY.format(elements, MOST_ELEMENTS))
    facts = NO_FACTS if elements > MOST_ELEMENTS else facts_of(root, EXTRA)
    hidden = remove_unseen(root)
    left_out = f"scripts, styles and {hidden:,} hidden parts left out"
    if not everything:
        return article_of(root, EXTRA), facts, f"the article, found by {tool()}; {left_out}"
    text = text_of_page(root)
    if not text:
        raise InputError("the page shows no text")
    return text, facts, f"all text of the page, facts about it by {tool()}; {left_out}"
