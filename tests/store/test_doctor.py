# SPDX-License-Identifier: MIT
"""Nothing is damaged without being noticed, and the damaged document is named."""

import gc
import os
import random
import sqlite3
from dataclasses import replace

import pytest

from annotator.edits.change import Step
from annotator.errors import AnnotatorError, NotAProjectError, NotFoundError
from annotator.store.diagnosis import SHOWN, Damage, Diagnosis, Part
from annotator.store.doctor import examine
from annotator.store.store import open_store
from tests.store.damage import change, content, flip
from tests.store.projects import add, added, new_document, new_project, operation, span, undoing

FLIPS = int(os.environ.get("ANNOTATOR_TEST_FLIPS", "60"))


@pytest.fixture
def project(path):
    """A closed project with eight documents, two annotators, edits and an undo."""
    store = new_project(path)
    add(store, *(new_document(f"d{n}", complete=n % 2 == 0) for n in range(8)))
    first = next(store.annotations("d1", "anna").spans())
    store.commit([operation("d1", (Step(first.id, first, replace(first, label="WEAPON")),))])
    store.commit([added("d2", span(0, 3), layer="bassam", actor="bassam")])
    last = added("d3", span(4, 10))
    store.commit([last])
    store.commit(undoing(store, last.id))
    store.save_schema('{"labels": {}}', "anna")
    store.close()
    return path


def test_a_sound_project_has_no_damage_and_is_not_touched(project):
    before = project.read_bytes()

    diagnosis = examine(str(project))

    assert diagnosis.sound
    assert (diagnosis.documents, diagnosis.operations) == (8, 20)
    assert "everything fits together" in diagnosis.as_text()
    assert project.read_bytes() == before


def test_an_open_project_can_be_examined(path, store):
    add(store, new_document("a"))

    assert examine(str(path)).sound


@pytest.mark.parametrize(
    ("statement", "part", "document"),
    [
        ("UPDATE texts SET text = replace(text, 'u', 'o') WHERE document_key = 3", Part.TEXT, "d2"),
        ("DELETE FROM texts WHERE document_key = 3", Part.TEXT, "d2"),
        ("UPDATE documents SET sha256 = replace(sha256, '1', '2') WHERE key = 3", Part.TEXT, "d2"),
        ("UPDATE documents SET length = 5 WHERE key = 3", Part.TEXT, "d2"),
        ("UPDATE documents SET title = 'x' WHERE key = 3", Part.RECORDS, "d2"),
        ("UPDATE documents SET removed = 1 WHERE key = 3", Part.RECORDS, "d2"),
        ("UPDATE documents SET last_number = 9 WHERE key = 3", Part.LOG, "d2"),
        ("UPDATE documents SET head_hash = 'x' WHERE key = 3", Part.LOG, "d2"),
        ("UPDATE records SET surface = 'x' WHERE layer_key = 6 AND id = 'T1'", Part.RECORDS, "d2"),
        ("UPDATE records SET start = 1 WHERE layer_key = 6 AND id = 'T1'", Part.RECORDS, "d2"),
        ("UPDATE records SET label = 'X' WHERE layer_key = 6 AND id = 'T1'", Part.RECORDS, "d2"),
        ("UPDATE records SET position = 7 WHERE layer_key = 6 AND id = 'T1'", Part.RECORDS, "d2"),
        ("UPDATE records SET version = 7 WHERE layer_key = 6 AND id = 'T1'", Part.RECORDS, "d2"),
        ("UPDATE records SET data = data || ' ' WHERE layer_key = 6", Part.RECORDS, "d2"),
        ("DELETE FROM records WHERE layer_key = 6 AND id = 'T1'", Part.RECORDS, "d2"),
        ("UPDATE layers SET complete = 0 WHERE key = 6", Part.RECORDS, "d2"),
        ("UPDATE layers SET annotator = 'x' WHERE key = 6", Part.RECORDS, "d2"),
        ("UPDATE operations SET actor = 'x' WHERE sequence = 6", Part.LOG, "d2"),
        ("UPDATE operations SET made_at = '' WHERE sequence = 6", Part.LOG, "d2"),
        ("UPDATE operations SET kind = 'x' WHERE sequence = 6", Part.LOG, "d2"),
        ("UPDATE operations SET change = change || ' ' WHERE sequence = 6", Part.LOG, "d2"),
        ("UPDATE operations SET change = 'x' WHERE sequence = 6", Part.LOG, "d2"),
        ("UPDATE operations SET number = 9 WHERE sequence = 6", Part.LOG, "d2"),
        ("DELETE FROM operations WHERE sequence = 6", Part.LOG, "d2"),
        ("UPDATE documents SET id = 'other' WHERE key = 3", Part.LOG, "other"),
        ("UPDATE project SET value = 'x' WHERE key = 'name'", Part.PROJECT, ""),
        ("DELETE FROM project WHERE key = 'language'", Part.PROJECT, ""),
        ("UPDATE schemas SET text = '{}' WHERE revision = 2", Part.PROJECT, ""),
        ("DELETE FROM schemas WHERE revision = 1", Part.PROJECT, ""),
        ("DELETE FROM alembic_version", Part.PROJECT, ""),
        ("PRAGMA user_version = 0", Part.PROJECT, ""),
        ("UPDATE operations SET sequence = 77 WHERE sequence = 20", Part.FILE, ""),
        ("UPDATE sqlite_sequence SET seq = 99", Part.FILE, ""),
        ("CREATE TRIGGER mine AFTER INSERT ON layers BEGIN SELECT 1; END", Part.OBJECT, ""),
        ("CREATE VIEW mine AS SELECT 1", Part.OBJECT, ""),
        ("DROP INDEX ix_operations_gestures", Part.OBJECT, ""),
        ("INSERT INTO records SELECT 999, id, 1, kind, label, start, \"end\", surface, data, 1 "
         "FROM records WHERE layer_key = 6", Part.FILE, ""),
    ],
)  # fmt: skip
def test_each_kind_of_damage_is_found_and_its_document_named(project, statement, part, document):
    change(project, statement)

    diagnosis = examine(str(project))

    assert (part, document) in {(damage.part, damage.document) for damage in diagnosis.damages}
    strangers = set(diagnosis.damaged_documents) - {document}
    assert not strangers
    assert not diagnosis.sound


def test_a_missing_guard_of_the_log_is_found(project):
    connection = sqlite3.connect(project)
    connection.execute("DROP TRIGGER operations_no_update")
    connection.close()

    assert any("operations_no_update" in str(damage) for damage in examine(str(project)).damages)


def test_every_changed_byte_that_changes_what_is_stored_is_noticed(project, tmp_path):
    """The places are random and printed when one is missed; ANNOTATOR_TEST_FLIPS asks for more."""
    data = project.read_bytes()
    original = content(project)
    copy = tmp_path / "flipped.corpus"
    chance = random.Random(os.environ.get("ANNOTATOR_TEST_SEED", "20241127"))
    changed = missed = 0
    tries = 0
    while changed < FLIPS and tries < FLIPS * 20:
        tries += 1
        place, mask = chance.randrange(len(data)), 1 << chance.randrange(8)
        copy.write_bytes(flip(data, place, mask))
        if content(copy) == original:
            continue
        changed += 1
        if not noticed(copy):
            missed += 1
            print("missed: byte", place, "mask", mask)

    assert changed == FLIPS
    assert missed == 0


def noticed(path):
    try:
        return not examine(str(path)).sound
    except AnnotatorError:
        return True


def test_a_changed_byte_in_the_description_of_an_index_is_noticed(project, tmp_path):
    data = project.read_bytes()
    copy = tmp_path / "flipped.corpus"
    for named in (b"_version_1alembic_version", b"_operations_1operations"):
        copy.write_bytes(data.replace(named, named[:-1] + b"x"))
        assert noticed(copy)


def test_a_page_full_of_zeros_and_a_cut_file_are_noticed(project, tmp_path):
    data = project.read_bytes()
    copy = tmp_path / "broken.corpus"

    for page in range(1, len(data) // 4096):
        copy.write_bytes(data[: page * 4096] + bytes(4096) + data[(page + 1) * 4096 :])
        assert noticed(copy), f"page {page + 1} is empty"
    for length in range(4096, len(data), 4096):
        copy.write_bytes(data[:length])
        assert noticed(copy), f"cut after {length} bytes"


def test_a_damaged_text_is_an_error_when_it_is_read_and_others_are_not_in_the_way(project):
    change(project, "UPDATE texts SET text = 'other' WHERE document_key = 3")

    store = open_store(str(project))
    with pytest.raises(AnnotatorError, match="'d2' is damaged"):
        store.document("d2")
    assert store.document("d1").text
    with pytest.raises(AnnotatorError, match="'d2' is damaged"):
        list(store.export_rows())
    store.close()


def test_an_export_that_a_damaged_text_ends_leaves_no_cursor_behind(path, store, caplog):
    add(store, *(new_document(f"d{n}") for n in range(300)))
    store.close()
    change(path, "UPDATE texts SET text = 'other' WHERE document_key = 3")
    opened = open_store(str(path))
    kept = []
    try:
        list(opened.export_rows())
    except AnnotatorError as error:
        kept.append(error)  # and with it the frames that were left

    opened.close()
    kept.clear()
    gc.collect()

    assert caplog.records == []


def test_what_is_no_project_is_no_diagnosis(tmp_path):
    (tmp_path / "notes.corpus").write_text("My notes.")

    with pytest.raises(NotAProjectError):
        examine(str(tmp_path / "notes.corpus"))
    with pytest.raises(NotFoundError):
        examine(str(tmp_path / "nothing.corpus"))


def test_a_long_list_of_damages_is_cut_and_control_characters_are_shown():
    damages = tuple(Damage(Part.LOG, f"d\x1b{n}", "broken") for n in range(SHOWN + 7))

    text = Diagnosis("p", damages=damages).as_text()

    assert "and 7 more" in text
    assert "\x1b" not in text
    assert len(Diagnosis("p", damages=damages).to_data()["damages"]) == SHOWN + 7


def test_progress_counts_the_documents(project):
    steps = []

    examine(str(project), lambda done, total: steps.append((done, total)))

    assert steps[-1] == (8, 8)


def test_an_index_that_was_made_in_an_older_way_is_sound_and_made_anew_by_a_search(path, store):
    add(store, new_document("a", "كان مدنيًا"))
    store.close()
    change(
        path,
        "CREATE VIRTUAL TABLE search_words USING fts5(text, content='texts', "
        "content_rowid='document_key', tokenize=\"unicode61 remove_diacritics 2\")",
        "INSERT INTO search_words (rowid, text) SELECT document_key, text FROM texts",
    )
    assert examine(str(path)).sound

    opened = open_store(str(path))
    found = [hit.match for hit in opened.search("مدنيا", limit=5)]
    opened.close()

    assert found == ["مدنيًا"]
    assert examine(str(path)).sound
