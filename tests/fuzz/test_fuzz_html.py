# SPDX-License-Identifier: MIT
from pathlib import Path

from lxml import etree, html

from annotator.formats.html import FORMAT
from tests.formats.exchange import read_back
from tests.fuzz.mutation import _change_element, of_bytes, of_lines
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "html"


def of_html(random, data):
    """Change elements, attributes and texts of a page, or its lines."""
    if random.random() < 0.3:
        return random.choice((of_bytes, of_lines))(random, data)
    root = html.document_fromstring(data)
    for _ in range(random.randint(1, 6)):
        _change_element(random, random.choice(list(root.iter(etree.Element))))
    return html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{"x.html": path.read_bytes()} for path in sorted(GOLDEN.glob("*.html"))]

    for path in GOLDEN.glob("*.html"):  # to import all that trafilatura needs takes a second, once
        read_back(FORMAT, path)
    fuzz(FORMAT, seeds, of_html, tmp_path)
