# SPDX-License-Identifier: MIT
import zipfile
from io import BytesIO
from pathlib import Path

from annotator.formats.docx import FORMAT
from tests.formats.word_files import paragraph, word_file, zipped
from tests.fuzz.mutation import of_bytes, of_xml
from tests.fuzz.running import fuzz

GOLDEN = Path(__file__).parents[1] / "formats" / "golden" / "docx"


def of_parts(random, data):
    """Change the XML of one part, drop a part, or change the archive's bytes."""
    if random.random() < 0.2:
        return of_bytes(random, data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice(sorted(members))
    if random.random() < 0.1:
        del members[name]
    else:
        members[name] = random.choice((of_xml, of_xml, of_bytes))(random, members[name])
    return zipped(members)


def test_changed_files_are_read_or_refused(tmp_path):
    seeds = [{"x.docx": path.read_bytes()} for path in sorted(GOLDEN.glob("*.docx"))]
    seeds.append({"x.docx": word_file(paragraph("HTS struck Idlib."))})

    fuzz(FORMAT, seeds, of_parts, tmp_path)
