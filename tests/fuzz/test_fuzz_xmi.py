# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.xmi import FORMAT
from tests.fuzz.mutation import of_xml
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "xmi"


def test_changed_files_are_read_or_refused(tmp_path):
    folders = sorted(path.parent for path in GOLDEN.rglob("*.xmi"))
    seeds = [{path.name: path.read_bytes() for path in folder.glob("*.xm*")} for folder in folders]

    fuzz(FORMAT, seeds, of_xml, tmp_path)
