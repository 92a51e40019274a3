# SPDX-License-Identifier: MIT
"""Names of attributes as names of features, which in UIMA are letters, digits and underscores."""

import re
from functools import lru_cache

TAKEN = frozenset(("begin", "end", "sofa", "value", "Governor", "Dependent"))
"""What a feature of ours may not be called, since it means something already."""
_FIT = re.compile(r"(?!ROLE_|BT_|x_U_)[A-Za-z][A-Za-z0-9_]*")
_MARK = "x_U_"
_OTHER = re.compile("[^A-Za-z0-9]")
_ENCODED = re.compile("_([0-9A-F]{1,6})_")


@lru_cache(maxsize=10_000)
def feature_name(name: str) -> str:
    """Return the name of the feature for an attribute.

    A name that cannot be one is written as ``x_U_`` and, for all but letters and digits, ``_20_``
    with the character's code.
    """
    if _FIT.fullmatch(name) and name not in TAKEN:
        return name
    return _MARK + _OTHER.sub(lambda found: f"_{ord(found[0]):X}_", name)


@lru_cache(maxsize=10_000)
def plain_name(feature: str) -> str:
    """Return the name of the attribute that became this feature; others stay as they are."""
    if not feature.startswith(_MARK):
        return feature
    return _ENCODED.sub(_decoded, feature.removeprefix(_MARK)) or feature


def _decoded(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    is_one = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if is_one else found[0]
