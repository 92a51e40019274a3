# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.gate import FORMAT
from tests.fuzz.mutation import of_xml
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "gate"
NAMES = ("emoji_before_nodes.xml", "node_that_is_not_there.xml")


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{name: (GOLDEN / name).read_bytes()} for name in NAMES]

    fuzz(FORMAT, seeds, of_xml, tmp_path)
