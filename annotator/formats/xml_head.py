# SPDX-License-Identifier: MIT
"""What the first bytes of an XML file tell, without reading it."""

import re

_NO_ELEMENT = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ELEMENT = re.compile(rb"\s*<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)[\s/>]")


def root_tag(head: bytes) -> str:
    """Return the local name of the first element, or nothing if these bytes are no XML."""
    cleaned = _NO_ELEMENT.sub(b"", head.removeprefix(b"\xef\xbb\xbf"))
    found = _ELEMENT.match(cleaned)
    return found[1].decode() if found else ""
