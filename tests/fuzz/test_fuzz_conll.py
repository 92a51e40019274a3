# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.conll import FORMAT
from tests.fuzz.mutation import of_lines
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats/golden/conll"


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{f"x{path.suffix}": path.read_bytes()} for path in sorted(GOLDEN.iterdir())]

    fuzz(FORMAT, [seed for seed in seeds if "x.tsv" not in seed], of_lines, tmp_path)
