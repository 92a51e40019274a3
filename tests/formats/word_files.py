# SPDX-License-Identifier: MIT
"""Small Word documents for tests, made part by part, so that anything may be wrong with them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = f"{_TYPE}.document.main+xml"


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def parts(
    body: str,
    *,
    others: Mapping[str, str] | None = None,
    core: str = "",
    main_type: str = MAIN_TYPE,
) -> dict[str, bytes]:
    """The parts of a document; ``others`` are the inner XML of footnotes, header, and so on."""
    others = dict(others or {})
    overrides = f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
    links = links_of_package = ""
    made: dict[str, str] = {}
    for number, (kind, inner) in enumerate(others.items(), start=1):
        root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        overrides += f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        links += f'<Relationship Id="r{number}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>'
        made[f"word/{kind}.xml"] = f"<w:{root} {_NAMES}>{inner}</w:{root}>"
    if core:
        overrides += (
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        )
        links_of_package = (
            f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/>'
        )
        made["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{core}</cp:coreProperties>'
        )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    made = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{_RELATION}/officeDocument" '
        f'Target="word/document.xml"/>{links_of_package}</Relationships>',
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"{relations}{links}</Relationships>",
        **made,
    }
    return {name: (head + xml).encode() for name, xml in made.items()}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """The members as an archive that is the same every time."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 11, 27, 0, 0, 0)), data, 8)
    return target.getvalue()


def word_file(body: str, **given: object) -> bytes:
    return zipped(parts(body, **given))
