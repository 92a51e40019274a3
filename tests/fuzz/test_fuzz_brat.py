# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.brat import FORMAT
from tests.fuzz.mutation import of_lines
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "brat"
SEEDS = (
    ("events_before_their_triggers.txt", "events_before_their_triggers.ann"),
    ("nested_identical_and_discontinuous.txt", "nested_identical_and_discontinuous.ann"),
    ("line_breaks_as_blanks_and_as_pieces.txt", "line_breaks_as_blanks_and_as_pieces.ann"),
    ("tabs_and_raw_line_breaks.txt", "tabs_and_raw_line_breaks.ann"),
    ("mark_that_counts.txt", "mark_that_counts.ann"),
    ("bionlp.txt", "bionlp.a1", "bionlp.a2"),
)


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{name: (GOLDEN / name).read_bytes() for name in names} for names in SEEDS]

    fuzz(FORMAT, seeds, of_lines, tmp_path)
