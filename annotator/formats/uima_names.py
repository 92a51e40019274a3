# SPDX-License-Identifier: MIT
"""Names of attributes as names of features, which in UIMA are letters, digits and underscores."""

import keyword
import re
from functools import lru_cache

TAKEN = frozenset(
    (
        *("begin", "end", "sofa", "value", "Governor", "Dependent", "first"),
        *("modality", "timeBegin", "timeEnd", "timeValue", "reportedBy", "arguments"),
        *keyword.kwlist,  # dkpro-cassis 0.12 makes Python of names, and fails on these
    )
)
"""What a feature of ours may not be called, since it means something already."""
_FIT = re.compile(r"(?!ROLE_|BT_|x_U_)[A-Za-z][A-Za-z0-9_]*")
_MARK = "x_U_"
_OTHER = re.compile("[^A-Za-z0-9]")
_ENCODED = re.compile("_([0-9A-F]{1,6})_")


@lru_cache(maxsize=10_000)
def feature_name(name: str) -> str:
    """Return the name of the feature for an attribute, encoded if it cannot be one."""
    return name if _FIT.fullmatch(name) and name not in TAKEN else encoded(name)


def encoded(text: str) -> str:
    """Return a text as ``x_U_`` and, for all but letters and digits, codes such as ``_20_``."""
    return _MARK + _OTHER.sub(lambda found: f"_{ord(found[0]):X}_", text)


@lru_cache(maxsize=10_000)
def plain_name(feature: str) -> str:
    """Return the name of the attribute that became this feature; others stay as they are."""
    return decoded(feature) or feature


def decoded(text: str) -> str:
    """Return what was ``encoded``; any other text as it is."""
    return _ENCODED.sub(_character, text.removeprefix(_MARK)) if is_encoded(text) else text


def is_encoded(text: str) -> bool:
    """Return whether a text looks as if it were ``encoded``."""
    return text.startswith(_MARK)


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    is_one = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if is_one else found[0]
