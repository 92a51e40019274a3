# SPDX-License-Identifier: MIT
"""Full-text search finds the same places on SQLite and on PostgreSQL."""

from dataclasses import replace

import pytest

from annotator.edits.change import Step
from annotator.errors import CancelledError
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.records import INFO_ID, DocumentInfo
from annotator.store.store import open_store
from annotator.store.values import NewDocument
from tests.store.projects import add, operation, undoing

TEXTS = {
    "quote": 'Hay’at Tahrir al-Sham struck; "Tahrir al-Sham", they said (OR NOT).',
    "umlaut": "MÜLLER, Mu\u0308ller and muller",
    "arabic": "قصف الجيش السوري حَلَب وحلب",
    "harakat": "كان مدنيًا في مدرسة شعبية، ومُعَسْكَر",
    "vocalised": "لجنة شَعْبِيَّة",
    "chinese": "叙利亚政府军炮击了伊德利卜",
    "rocket": "💣🚀 Kalashnikov\u2028AK-47 \r\n İstanbul 100% a_b",
    "empty": "",
}


def with_texts(store):
    documents = [
        NewDocument(Document.of(id, text), DocumentInfo(title=id.title()))
        for id, text in TEXTS.items()
    ]
    add(store, *documents)
    return store


def found(store, query, limit=50):
    return [(hit.document, hit.match) for hit in store.search(query, limit=limit)]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("tahrir AL-sham", [("quote", "Tahrir al-Sham"), ("quote", "Tahrir al-Sham")]),
        ("Tahrir al-Sh", [("quote", "Tahrir al-Sh"), ("quote", "Tahrir al-Sh")]),
        ('"Tahrir al-Sham"', [("quote", "Tahrir al-Sham"), ("quote", "Tahrir al-Sham")]),
        ("or not", [("quote", "OR NOT")]),
        ("muller", [("umlaut", "MÜLLER"), ("umlaut", "Mu\u0308ller"), ("umlaut", "muller")]),
        ("Müller", [("umlaut", "MÜLLER"), ("umlaut", "Mu\u0308ller"), ("umlaut", "muller")]),
        ("السوري", [("arabic", "السوري")]),
        ("炮击", [("chinese", "炮击")]),
        ("مدنيا", [("harakat", "مدنيًا")]),
        ("مدنيًا", [("harakat", "مدنيًا")]),
        ("معسكر", [("harakat", "مُعَسْكَر")]),
        ("ومعسكر", [("harakat", "ومُعَسْكَر")]),
        ("شَعْبِيَّة", [("harakat", "شعبية"), ("vocalised", "شَعْبِيَّة")]),
        ("شعبية", [("harakat", "شعبية"), ("vocalised", "شَعْبِيَّة")]),
        ("hay'at", [("quote", "Hay’at")]),
        ("Hay’at", [("quote", "Hay’at")]),
        ("kalash", [("rocket", "Kalash")]),
        ("shnikov", [("rocket", "shnikov")]),
        ("istanbul", [("rocket", "İstanbul")]),
        ("🚀", [("rocket", "🚀")]),
        ("100%", [("rocket", "100")]),
        ("ham struck", [("quote", "ham struck")]),
        ("tahrir hayat", []),
        ("NEAR(struck they)", []),
        ("text:struck", []),
        ("struck*", [("quote", "struck")]),
        ("%", [("rocket", "%")]),
        ("\\", []),
        ("   ", []),
        ("", []),
    ],
)
def test_a_query_is_plain_text_and_found_whatever_the_case_and_the_accents(store, query, hits):
    with_texts(store)

    assert found(store, query) == hits


def test_a_hit_says_where_in_code_points_and_what_stands_around(store):
    with_texts(store)
    long = "x" * 100 + " needle " + "y" * 100
    add(store, NewDocument(Document.of("long", long), DocumentInfo(title="Long")))

    (hit,) = store.search("needle", limit=5)
    (other,) = store.search("kalashnikov", limit=5)

    assert (hit.document, hit.title, hit.start, hit.end) == ("long", "Long", 101, 107)
    assert (hit.before, hit.match, hit.after) == ("x" * 39 + " ", "needle", " " + "y" * 39)
    assert TEXTS["rocket"][other.start : other.end] == "Kalashnikov"
    assert other.before == "💣🚀 "


def test_no_more_hits_are_given_than_were_asked_for(store):
    with_texts(store)

    assert found(store, "tahrir", limit=1) == [("quote", "Tahrir")]
    assert found(store, "tahrir", limit=0) == []


def test_what_was_added_after_a_search_is_found_by_the_next(store):
    with_texts(store)
    assert found(store, "zeppelin") == []

    add(store, NewDocument(Document.of("late", "A Zeppelin."), DocumentInfo()))

    assert found(store, "zeppelin") == [("late", "Zeppelin")]


def test_removed_documents_are_not_found_until_they_are_brought_back(store):
    with_texts(store)
    gesture = add(store, NewDocument(Document.of("late", "A Zeppelin."), DocumentInfo()))
    assert found(store, "zeppelin") == [("late", "Zeppelin")]
    info = store.info("late")
    gone = replace(info, removed=True)

    store.commit([operation("late", (Step(INFO_ID, info, gone),), layer="")])
    assert found(store, "zeppelin") == []
    store.commit([operation("late", (Step(INFO_ID, gone, info),), layer="")])
    assert found(store, "zeppelin") == [("late", "Zeppelin")]

    store.commit(undoing(store, gesture))
    assert found(store, "zeppelin") == []


def test_a_project_opened_for_reading_is_searched_without_an_index(location, store):
    with_texts(store)

    reader = open_store(location, read_only=True)

    assert [match for _, match in found(reader, "muller")] == ["MÜLLER", "Mu\u0308ller", "muller"]
    assert found(reader, "tahrir") == [("quote", "Tahrir"), ("quote", "Tahrir")]
    reader.close()


def test_stopping_the_indexing_keeps_what_is_indexed(store):
    documents = [
        NewDocument(Document.of(f"d{n}", f"word{n} common"), DocumentInfo()) for n in range(450)
    ]
    store.add_documents(documents, actor="anna", gesture=new_id())

    def stop(done, total):
        assert (done <= total, total) == (True, 450)
        raise CancelledError

    with pytest.raises(CancelledError):
        store.search("common", limit=10, progress=stop)

    assert len(store.search("common", limit=1000)) == 450
