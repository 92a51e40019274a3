# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.mae import FORMAT
from tests.fuzz.mutation import of_xml
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "mae"
NAMES = (
    "stretches_links_and_tags_of_the_document.xml",
    "emoji_counted_in_utf16.xml",
    "cdata_end_in_the_text.xml",
    "events_groups_and_notes.xml",
)


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{name: (GOLDEN / name).read_bytes()} for name in NAMES]

    fuzz(FORMAT, seeds, of_xml, tmp_path)
