# SPDX-License-Identifier: MIT
"""Patterns on an engine whose time is linear in the text: no pattern can hang the program.

The engine is the one of Rust, which pydantic brings along; it has no look-around and no
back-references. As in ``re.search`` a pattern may match anywhere: use ``^`` and ``$``.
"""

from functools import lru_cache

from pydantic_core import SchemaError as EngineError
from pydantic_core import SchemaValidator, core_schema

from annotator.errors import InputError
from annotator.schema.names import shown

LONGEST_PATTERN = 1_000


class PatternError(InputError):
    """A pattern that the engine cannot use."""

    def __init__(self, pattern: str, reason: str) -> None:
        self.pattern = pattern
        self.reason = reason
        super().__init__(f"the pattern {shown(pattern)} cannot be used: {reason}")


def refuse_bad_pattern(pattern: str) -> None:
    """Raise PatternError if the engine cannot use ``pattern``."""
    _compiled(pattern)


def matches(pattern: str, text: str) -> bool:
    """Return whether ``pattern`` matches anywhere in ``text``; PatternError for a bad pattern."""
    return _compiled(pattern).isinstance_python(text)


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> SchemaValidator:
    if len(pattern) > LONGEST_PATTERN:
        raise PatternError(pattern, f"it is longer than {LONGEST_PATTERN:,} characters")
    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
    except EngineError as error:
        reason = str(error).strip().splitlines()[-1].removeprefix("error: ")
        raise PatternError(pattern, reason.strip().removeprefix("SchemaError: ")) from error
