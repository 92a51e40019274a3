# SPDX-License-Identifier: MIT
"""The files that texts were taken out of: what was taken, and the file itself again."""

from pathlib import Path

from annotator.formats.files import write_atomically
from annotator.store.values import KeptSource

RawSource = KeptSource


def write_raw_source(raw: KeptSource, target: Path, *, project: str) -> None:
    """Write the file as it was; a file in its place is replaced when all is written.

    Raises the errors of ``formats.files.write_atomically``; ``project`` may not be the target.
    """
    with write_atomically(target, needed=len(raw.data), sources=(Path(project),)) as stream:
        stream.write(raw.data)
