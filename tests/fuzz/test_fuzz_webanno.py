# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.webanno import FORMAT
from tests.fuzz.mutation import of_lines
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "webanno"


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{"x.tsv": path.read_bytes()} for path in sorted(GOLDEN.glob("*.tsv"))]

    fuzz(FORMAT, seeds, of_lines, tmp_path)
