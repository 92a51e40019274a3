# SPDX-License-Identifier: MIT
from annotator.formats.plain_text import FORMAT
from tests.fuzz.mutation import of_lines
from tests.fuzz.running import fuzz

SEEDS = [{"a.txt": "HTS struck Idlib.\r\nحلب 🚀\n".encode()}, {"b.txt": b"\xff\xfeH\0i\0"}]


def test_changed_files_are_read_or_refused(tmp_path):
    fuzz(FORMAT, SEEDS, of_lines, tmp_path)
