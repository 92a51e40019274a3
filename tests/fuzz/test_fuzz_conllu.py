# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.conllu import FORMAT
from tests.fuzz.mutation import of_lines
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats/golden/conllu"


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{f"x{path.suffix}": path.read_bytes()} for path in sorted(GOLDEN.iterdir())]

    fuzz(FORMAT, seeds, of_lines, tmp_path)
