# SPDX-License-Identifier: MIT
from pathlib import Path

from annotator.formats.csv_table import FORMAT
from tests.fuzz.mutation import of_lines
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "csv"
FOREIGN = (
    "id,text,label,annotator\r\n"
    '1,"HTS struck\r\nIdlib.","[[0, 3, ""ACTOR""]]",anna\r\n'
    "2,🚀 حلب,\"[{'start': 2, 'end': 5, 'label': 'LOCATION'}]\",bassam\r\n"
)


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{"x.csv": path.read_bytes()} for path in sorted(GOLDEN.glob("*.csv"))]
    seeds.append({"x.csv": FOREIGN.encode()})
    seeds.append({"x.tsv": "sep=\t\ntext\tn\na\t1\n".encode("utf-16")})

    fuzz(FORMAT, seeds, of_lines, tmp_path)
