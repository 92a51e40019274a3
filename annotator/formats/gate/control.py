# SPDX-License-Identifier: MIT
"""Control characters, which XML 1.1 holds as references and no parser of XML 1.0 takes.

Before parsing each such reference is written in another way, that is undone in the text that
comes out: U+E000, the hexadecimal code, a semicolon. A U+E000 of the file's own is treated so too.
"""

import re

_DECLARED = re.compile(rb"""(<\?xml[^>]*?version\s*=\s*)(["'])1\.1\2""")
_REFERENCE = re.compile(rb"&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_MARK = "\ue000"
_HIDDEN = re.compile(f"{_MARK}([0-9A-F]+);")
_MARK_BYTES = _MARK.encode()
_HEAD = 200


def is_version_1_1(data: bytes) -> bool:
    """Return whether a file in an encoding like ASCII says that it is XML 1.1."""
    return _DECLARED.search(data, 0, _HEAD) is not None


def hidden(data: bytes) -> bytes:
    """Return XML 1.1 as XML 1.0 with its control characters hidden."""
    data = _DECLARED.sub(rb"\1\g<2>1.0\2", data, count=1)
    data = data.replace(_MARK_BYTES, _hidden(0xE000))
    return _REFERENCE.sub(_replaced, data)


def uncovered(text: str) -> str:
    """Return a text with what ``hidden`` has hidden."""
    return _HIDDEN.sub(_character, text) if _MARK in text else text


def _hidden(code: int) -> bytes:
    return f"{_MARK}{code:X};".encode()


def _replaced(found: re.Match[bytes]) -> bytes:
    digits = found[1].decode()
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    allowed = 0 < code < 0x20 and code not in (0x9, 0xA, 0xD)
    return _hidden(code) if allowed or code == 0xE000 else found[0]


def _character(found: re.Match[str]) -> str:
    code = int(found[1][:6], 16)
    return chr(code) if 0 < code < 0x20 or code == 0xE000 else found[0]
