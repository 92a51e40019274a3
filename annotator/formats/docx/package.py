# SPDX-License-Identifier: MIT
"""The archive that a Word document is: looked at before anything in it is believed.

Only the XML parts are unpacked, each no further than it says; pictures and embedded files are not.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.decoding import foreign_kind
from annotator.formats.docx import OLE, ZIP
from annotator.formats.sources import CHANGED, Fingerprint, opened, unreadable
from annotator.formats.whole import too_large

MOST_PARTS = 5_000
XML_SHARE = 3
"""The XML parts together may have a third of a document's cap: a tree takes many times as much."""
_XML = (".xml", ".rels")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,40})")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CUT = "the archive is damaged or cut off"
_OTHERS = (
    ("xl/workbook.xml", "an Excel workbook (.xlsx); save the sheet as CSV"),
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"),
)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, ValueError, LookupError, RuntimeError),
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def whole_binary(path: Path, max_bytes: int) -> bytes:
    """Return all bytes of a file; InputError if it is too large or changes meanwhile."""
    with opened(path) as stream:
        try:
            before = Fingerprint.of(stream)
            if before.size > max_bytes:
                raise too_large(before.size, max_bytes)
            data = stream.read(max_bytes + 1)
            if Fingerprint.of(stream) != before or len(data) != before.size:
                raise InputError(CHANGED)
        except OSError as error:
            raise unreadable(error) from None
    return data


def lean_package(data: bytes, max_bytes: int) -> BytesIO:
    """Return the document's archive with nothing in it but XML; other parts are there, but empty.

    Raises InputError for what is no Word document, has macros or a password, holds too many or
    too large parts, two of one name, or XML with a document type.
    """
    _refuse_other_kinds(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.filename.endswith("/")]
            _check(archive, members, max_bytes)
            return _lean(archive, members)
    except _BROKEN:
        raise InputError(_CUT) from None


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(OLE):
        if _ENCRYPTED in data:
            raise InputError("the document is protected by a password; save it without one")
        raise InputError("this is a document of an old Word (.doc); save it as .docx")
    if not data.startswith(ZIP):
        kind = foreign_kind(data[:16])
        raise InputError(f"this is {kind or 'no Word document'}")


def _check(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], max_bytes: int) -> None:
    names = [member.filename for member in members]
    if len(members) > MOST_PARTS:
        raise InputError(f"the archive has {len(members):,} parts; {MOST_PARTS:,} are allowed")
    if len({name.lower() for name in names}) < len(names):
        raise InputError("two parts of the archive have the same name")
    if any(member.flag_bits & 1 for member in members):
        raise InputError("parts of the archive are encrypted; save the document without a password")
    if any(member.compress_type not in _METHODS for member in members):
        raise InputError("parts of the archive are compressed in a way that Word does not know")
    size = sum(member.file_size for member in members if _is_xml(member))
    if size * XML_SHARE > max_bytes:
        raise InputError(
            f"its text takes {size:,} bytes when unpacked; {max_bytes // XML_SHARE:,} are allowed "
            "(a third of the limit for a document, which can be raised)"
        )
    _refuse_other_documents(archive, names)


def _refuse_other_documents(archive: zipfile.ZipFile, names: list[str]) -> None:
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(200):
        raise InputError("this is an OpenDocument file (.odt); save it as .docx")
    for name, kind in _OTHERS:
        if name in names:
            raise InputError(f"this is {kind}")
    if "[Content_Types].xml" not in names:
        raise InputError("this is a zip archive, but no Word document")
    types = _unpacked(archive, archive.getinfo("[Content_Types].xml"))
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise InputError("the document has macros (.docm); save it as .docx")
    if b"wordprocessingml.template" in types:
        raise InputError("this is a template (.dotx); save it as .docx")
    if b"wordprocessingml.document.main" not in types:
        raise InputError("this is a zip archive, but no Word document")


def _is_xml(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith(_XML)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a part, which must be as large as it says, and no more of it."""
    with archive.open(member) as stream:
        data = stream.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise InputError(_CUT)
    return data


def _lean(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> BytesIO:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as lean:
        for name, data in _parts(archive, members):
            lean.writestr(name, data)
    target.seek(0)
    return target


def _parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for member in members:
        data = b""
        if _is_xml(member):
            data = _unpacked(archive, member)
            _refuse_types(member.filename, data)
        yield member.filename, data


def _refuse_types(name: str, data: bytes) -> None:
    """Refuse XML with a document type, and XML that hides one in another encoding."""
    plain = data
    if data.startswith(_MARKS_16):
        plain = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    elif (found := _ENCODING.search(data, 0, 400)) and found[1].lower() not in _ENCODINGS:
        raise InputError(f"{name} in the archive is in the encoding {found[1].decode('latin-1')!r}")
    elif b"\0" in data[:4]:
        raise InputError(f"{name} in the archive is no XML")
    if _DOCTYPE.search(plain):
        raise InputError(f"{name} in the archive has a document type declaration; remove it")
