# SPDX-License-Identifier: MIT
"""Web pages in: the article's text and nothing that nobody sees; the page is kept as it is."""

import codecs
import hashlib
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats.html import FORMAT, recognises
from annotator.formats.html.page import MOST_ATTRIBUTES, MOST_DEPTH
from annotator.formats.registry import format_for
from tests.formats.exchange import read_back

GOLDEN = Path(__file__).parent / "golden" / "html" / "persian-joiners-and-hidden-text.html"
SENTENCE = "The militants struck the village of Drenak on Tuesday night, its residents said. "
TEXT = (
    "حمله به درنک\n"
    "شبه\u200cنظامیان سه\u200cشنبه شب به روستای درنک حمله کردند "
    "و به گفته ساکنان دوازده موشک شلیک شد.\n"
    "The commander said «AT&T» and &lt;b&gt; in the same breath\u200f, "
    "then left the 👩\u200d👩\u200d👧 family.\n"
    "Twelve rockets were fired\nfrom the hills above the village, the residents said."
)


def page(*paragraphs: str, head: str = '<meta charset="utf-8">', body: str = "") -> str:
    inner = "".join(f"<p>{SENTENCE}{words}</p>\n" for words in paragraphs)
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}<article>{inner}</article></body>"


def read(folder: Path, data: bytes | str, name: str = "a.html", **choices: str):
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_back(FORMAT, path, choices=choices)


def refusal(folder: Path, data: bytes | str, **choices: str) -> str:
    with pytest.raises(ProblemsError) as found:
        read(folder, data, **choices)
    return str(found.value)


def test_the_article_is_taken_without_what_nobody_sees_and_joiners_stay():
    (item,) = read_back(FORMAT, GOLDEN)

    assert item.document.text == TEXT
    assert item.layers == ()


def test_what_the_page_says_of_itself_is_kept_and_what_was_extracted_is_stated():
    (item,) = read_back(FORMAT, GOLDEN)

    data = GOLDEN.read_bytes()
    assert (item.info.title, item.info.source) == ("حمله به درنک", "خبر ولین")
    assert (item.info.date, item.info.language) == ("2024-11-27", "fa")
    assert item.info.meta["author"] == "Mira Orro"
    assert item.info.meta["url"] == "https://velin.example/news/1"
    assert item.raw is not None
    assert (item.raw.data, item.raw.media_type) == (data, "text/html")
    assert item.info.meta["raw"] == {
        "file": GOLDEN.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "extracted": item.raw.extracted,
    }
    assert item.raw.extracted.startswith("the article, found by trafilatura 2.")
    assert "2 hidden parts left out" in item.raw.extracted
    assert "decoded as utf-8, as the page says" in item.raw.extracted


def test_all_that_a_page_shows_can_be_taken():
    (item,) = read_back(FORMAT, GOLDEN, choices={"extract": "all"})

    assert item.document.text == f"خانه\nجهان\n{TEXT}\n© 2020 Velin"
    assert item.raw.extracted.startswith("all text of the page")


def test_tables_lists_and_preformatted_lines_keep_their_shape(tmp_path):
    body = (
        "<ul><li>one</li><li>two</li></ul><table><tr><th>Place</th><th>Dead</th></tr>"
        "<tr><td>Drenak</td><td> 12 </td></tr></table><pre>a\n  b</pre>x<b>y</b> <i>z</i>"
    )

    (item,) = read(tmp_path, page(body=body), extract="all")

    assert item.document.text == "one\ntwo\nPlace\tDead\nDrenak\t12\na\n  b\nxy z"


def test_a_line_of_an_article_has_no_sign_that_is_not_in_the_page(tmp_path):
    table = "<table><tr><td>Place</td><td>Dead</td></tr><tr><td>Drenak</td><td>12</td></tr></table>"
    end = f"<ul><li>{SENTENCE}One.</li><li>{SENTENCE}Two.</li></ul>{table}"

    (item,) = read(tmp_path, page("A", "B").replace("</article>", f"{end}</article>"))

    lines = item.document.text.split("\n")
    assert lines == [
        f"{SENTENCE}A",
        f"{SENTENCE}B",
        f"{SENTENCE}One.",
        f"{SENTENCE}Two.",
        "Place\tDead",
        "Drenak\t12",
    ]


@pytest.mark.parametrize(
    ("codec", "head", "said"),
    [
        ("utf-8-sig", "", "utf-8, by its byte-order mark"),
        ("utf-16", "", "utf-16, by its byte-order mark"),
        ("utf-8", "", "utf-8, which it does not say"),
        ("cp1256", '<meta charset="windows-1256">', "windows-1256, as the page says"),
        (
            "cp1256",
            '<meta http-equiv="Content-Type" content="text/html; charset=Windows-1256">',
            "windows-1256, as the page says",
        ),
        (
            "utf-8",
            '<!-- <meta charset="windows-1252"> --><meta charset=UTF8>',
            "utf-8, as the page says",
        ),
    ],
)
def test_the_encoding_is_the_one_the_page_names(tmp_path, codec, head, said):
    (item,) = read(tmp_path, page("حلب", head=head).encode(codec))

    assert item.document.text == f"{SENTENCE}حلب"
    assert item.raw.extracted.endswith(f"decoded as {said}")


def test_latin_1_means_what_browsers_take_it_for(tmp_path):
    (item,) = read(tmp_path, page("“x” – €", head="<meta charset=iso-8859-1>").encode("cp1252"))

    assert item.document.text.endswith("“x” – €")


def test_an_xml_declaration_names_the_encoding_of_an_xhtml_page(tmp_path):
    xml = '<?xml version="1.0" encoding="windows-1251"?>\n'

    (item,) = read(tmp_path, (xml + page("Алеппо", head="")).encode("cp1251"), "a.xhtml")

    assert item.document.text == f"{SENTENCE}Алеппо"


def test_bytes_that_the_encoding_does_not_have_are_told_with_their_place(tmp_path):
    data = page("caf\xe9", head="").encode("cp1252")

    found = refusal(tmp_path, data)

    assert found.startswith("a.html:1: not utf-8 (which it does not say): byte 0xE9 at line 1, col")
    (item,) = read(tmp_path, data, encoding="windows-1252")
    assert item.document.text.endswith("café")
    assert "decoded as windows-1252, as was asked for" in item.raw.extracted


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "idna"])
def test_an_encoding_that_is_none_is_refused(tmp_path, name):
    assert name in refusal(tmp_path, page("x", head=f"<meta charset={name}>"))
    assert name in refusal(tmp_path, page("x"), encoding=name)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<script>x</script>",
        "".join(f'<a href="/{n}">Link number {n}</a> ' for n in range(40)),
        "<p hidden>Only hidden words are on this page, and they do not count.</p>",
    ],
)
def test_a_page_without_an_article_is_refused_with_the_way_out(tmp_path, body):
    found = refusal(tmp_path, f"<!DOCTYPE html><html><body>{body}</body></html>")

    assert "no article was found" in found
    assert "--set extract=all" in found


def test_a_short_article_is_one(tmp_path):
    (item,) = read(tmp_path, "<html><body><p>HTS struck Idlib.</p></body></html>")

    assert item.document.text == "HTS struck Idlib."


@pytest.mark.parametrize(
    "data",
    [
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\tboundary="--x"\r\n',
        b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource",
    ],
)
def test_a_web_archive_is_refused_by_name(tmp_path, data):
    assert "web archive" in refusal(tmp_path, data)
    (tmp_path / "a.mhtml").write_bytes(data)
    assert format_for(tmp_path / "a.mhtml").id == "html"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<html><body>" + "<div>" * 2_000_000 + "x", f"nested more than {MOST_DEPTH} deep"),
        (
            "<html><body><p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x",
            "300,000 attributes",
        ),
        ("<html><body>" + "<br>" * 500_000, "more than 400,000 elements"),
        ("<html><body>" + "<p>x</p>" * 30_000, "extract=all takes the text of any"),
    ],
)
def test_a_hostile_page_is_refused_and_not_looked_at_for_hours(tmp_path, data, words):
    assert words in refusal(tmp_path, data)


def test_characters_that_no_page_may_name_do_not_come_into_the_text(tmp_path):
    (item,) = read(tmp_path, page("a&#0;&#xD800;&#x110000;\x01\x02z"))

    assert not set(item.document.text) & set("\0\x01\x02\ud800")
    assert item.document.text.endswith("z")


def test_many_attributes_are_counted_for_each_element_alone(tmp_path):
    attributes = " ".join(f"a{n}=1" for n in range(MOST_ATTRIBUTES))

    assert read(tmp_path, page("x").replace("<p>", f"<p {attributes}>"))


def test_a_long_page_can_be_taken_whole(tmp_path):
    (item,) = read(tmp_path, "<html><body>" + "<p>x</p>" * 30_000, extract="all")

    assert item.document.text == "\n".join(["x"] * 30_000)


def test_a_page_larger_than_the_cap_is_refused(tmp_path):
    (tmp_path / "a.html").write_text(page("x" * 3000))

    with pytest.raises(ProblemsError, match="a document may have 2,000"):
        read_back(FORMAT, tmp_path / "a.html", max_bytes=2000)


def test_entities_of_a_document_type_are_not_resolved(tmp_path):
    bomb = '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'

    (item,) = read(tmp_path, page("&b; &f;").replace("<!DOCTYPE html>", bomb))

    assert "root:" not in item.document.text
    assert "lollol" not in item.document.text


def test_nothing_of_a_page_is_logged(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)

    refusal(tmp_path, "<html><body><p hidden>x</p></body></html>")
    read(tmp_path, page("x", head="<script type='application/ld+json'>{bad</script>"))

    assert caplog.messages == []


@pytest.mark.parametrize(
    ("head", "is_page"),
    [
        (b"<!DOCTYPE html>\n<html>", True),
        (b"\xef\xbb\xbf  <!-- saved from url=(0014)about:internet -->\r\n<HTML lang=en>", True),
        ('<html dir="rtl">'.encode("utf-16"), True),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML">\n<html xmlns="x">',
            True,
        ),
        (codecs.BOM_UTF8 + b"The <html> element is", False),
        (b"<GateDocument>", False),
        (b'{"text": "<html>"}', False),
        (b"<htmlx>", False),
        (b"", False),
    ],
)
def test_a_page_is_recognised_by_its_start(head, is_page):
    assert recognises(head) is is_page


def test_the_same_page_gives_the_same_document_whatever_the_hash_seed():
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.formats.exchange import read_back\n"
        "from annotator.formats.html import FORMAT\n"
        "item, = read_back(FORMAT, Path(sys.argv[1]))\n"
        "sys.stdout.buffer.write(repr((item.document.sha256, item.info)).encode())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(GOLDEN)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Damascus"))
    }

    assert len(outputs) == 1
