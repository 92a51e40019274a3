# SPDX-License-Identifier: MIT
"""Reads schema files as they come from people: with the codes of the checks known."""

from pathlib import Path

from annotator.checks.registry import CODES
from annotator.schema.definition import Schema
from annotator.schema.files import read_schema


def read_checked_schema(path: Path) -> Schema:
    """Return the schema in a file, as ``read_schema``; its ``checks`` may name known codes only.

    Raises SchemaError with every problem, its line, column and field; NotFoundError.
    """
    return read_schema(path, check_codes=CODES)
