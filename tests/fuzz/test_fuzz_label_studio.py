# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.label_studio import FORMAT
from tests.fuzz.mutation import of_json
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "label-studio"


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{path.name: path.read_bytes()} for path in sorted(GOLDEN.glob("*.json"))]

    fuzz(FORMAT, seeds, of_json, tmp_path)
