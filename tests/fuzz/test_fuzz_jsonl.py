# SPDX-License-Identifier: MIT
from annotator.assets import corpora_dir
from annotator.formats.jsonl import FORMAT
from tests.fuzz.mutation import of_json_lines
from tests.fuzz.running import fuzz


def test_changed_files_are_read_or_refused(tmp_path):
    lines = (corpora_dir() / "sample.jsonl").read_bytes().split(b"\n")
    seeds = [{"x.jsonl": line + b"\n"} for line in lines if 0 < len(line) < 20_000]

    fuzz(FORMAT, seeds, of_json_lines, tmp_path)
