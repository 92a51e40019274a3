# SPDX-License-Identifier: MIT
"""What a document's text was taken out of, told and given back."""

import json
from dataclasses import replace

import pytest

from annotator.store.store import open_store
from annotator.store.values import KeptSource
from tests.store.projects import add, new_document

PAGE = KeptSource("text/html", b"<p>HTS\r\n\xff</p>", "the article,\x1b[31m by hand")


@pytest.fixture
def project(annotator, tmp_path):
    path = tmp_path / "p.corpus"
    assert annotator("new", path).code == 0
    store = open_store(str(path))
    add(store, replace(new_document("a"), raw=PAGE), new_document("b"))
    store.close()
    return path


def test_what_was_extracted_is_said_without_control_characters(annotator, project):
    done = annotator("source", project, "a")

    assert done.code == 0
    assert done.out == (
        f"a: text/html, 13 bytes, SHA-256 {PAGE.sha256}\nthe article,\\x1b[31m by hand\n"
    )


def test_the_raw_file_is_written_as_it_was(annotator, project, tmp_path):
    done = annotator("source", project, "a", tmp_path / "page.html")

    assert done.code == 0
    assert (tmp_path / "page.html").read_bytes() == PAGE.data
    assert done.out.endswith(f"wrote {tmp_path / 'page.html'}\n")


def test_it_is_told_as_json_too(annotator, project):
    told = json.loads(annotator("source", project, "a", "--json").out)

    assert told == {
        "media_type": "text/html",
        "bytes": 13,
        "sha256": PAGE.sha256,
        "extracted": PAGE.extracted,
    }
    assert json.loads(annotator("source", project, "b", "--json").out) is None


def test_a_document_without_a_raw_source_says_so_and_nothing_is_written(
    annotator, project, tmp_path
):
    done = annotator("source", project, "b")

    assert (done.code, done.out) == (
        0,
        "b: no raw source is kept; the text came as it is, from a file of text or of annotations\n",
    )
    asked = annotator("source", project, "b", tmp_path / "x")
    assert asked.code == 2
    assert "was not written" in asked.err
    assert not (tmp_path / "x").exists()


def test_an_unknown_document_is_named_and_the_project_is_never_overwritten(annotator, project):
    assert annotator("source", project, "nowhere").err == "there is no document 'nowhere'\n"

    before = project.read_bytes()
    done = annotator("source", project, "a", project)

    assert done.code == 2
    assert project.read_bytes() == before
