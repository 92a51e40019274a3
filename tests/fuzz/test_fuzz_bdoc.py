# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.bdoc import FORMAT
from tests.fuzz.mutation import of_json
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "bdoc"


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{path.name: path.read_bytes()} for path in sorted(GOLDEN.glob("*.bdocjs"))]

    fuzz(FORMAT, seeds, of_json, tmp_path)
