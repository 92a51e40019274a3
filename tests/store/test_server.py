# SPDX-License-Identifier: MIT
"""A PostgreSQL server that goes away, and several people at once."""

import random
import threading
import time

import pytest
from sqlalchemy import create_engine, text

from annotator.errors import ConflictError, NotAProjectError
from annotator.model.ids import new_id
from annotator.store.diagnosis import Part
from annotator.store.doctor import examine
from annotator.store.faults import ConnectionLostError
from annotator.store.repair import repair
from annotator.store.store import open_store
from tests.store.projects import (
    POSTGRES,
    add,
    added,
    assert_sound,
    new_document,
    new_project,
    postgres_location,
    span,
)

pytestmark = pytest.mark.skipif(
    not POSTGRES,
    reason="ANNOTATOR_TEST_POSTGRES is not set: see packaging/postgres_for_tests.sh",
)

NAMED = "FROM pg_stat_activity WHERE application_name = :name"


@pytest.fixture
def name():
    """What the connections of a test are called: tests run beside it that have their own."""
    return f"annotator-{new_id()}"


@pytest.fixture
def location(name):
    with postgres_location() as url:
        yield url.replace("options=", f"application_name={name}&options=")  # more may follow them


@pytest.fixture
def server():
    """A connection to the server that is not the program's."""
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_an_empty_database_is_no_project(location):
    with pytest.raises(NotAProjectError, match="none of our tables"):
        open_store(location)


def test_what_the_url_says_of_the_connection_holds(location, server, name):
    store = new_project(location)
    count = server.execute(text(f"SELECT count(*) {NAMED}"), {"name": name}).scalar_one()
    assert count > 0
    store.close()


def test_commits_whose_connection_is_killed_are_there_once(location, server, name):
    store = new_project(location)
    add(store, new_document("a"))
    stop = threading.Event()
    chance = random.Random(11)

    def kill():
        while not stop.is_set():
            time.sleep(chance.uniform(0.1, 0.4))
            server.execute(text(f"SELECT pg_terminate_backend(pid) {NAMED}"), {"name": name})

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        wishes = [added("a", span(n % 30, n % 30 + 2, id=f"s{n}")) for n in range(80)]
        for wish in wishes:
            store.commit([wish])
    finally:
        stop.set()
        killer.join()

    logged = [entry.operation.id for entry in patiently(lambda: store.operations("a"))]
    assert logged[2:] == [wish.id for wish in wishes]
    assert_sound(store)
    store.close()


def patiently(ask):
    """A read after the connections were killed: the first tries may meet a dead one."""
    for _ in range(20):
        try:
            return ask()
        except ConnectionLostError:
            time.sleep(0.1)
    return ask()


def test_a_server_that_stays_away_is_said_after_a_while(location):
    store = new_project(location)
    add(store, new_document("a"))
    store.retry_s = 0.3
    store.close()
    address = store.database.reader.url.set(query={"host": "/nowhere"})
    store.database.reader = store.database.writer = create_engine(address)

    with pytest.raises(ConnectionLostError, match="wait until it is back"):
        store.commit([added("a", span(0, 3))])

    store.close()


def test_several_people_work_at_once_and_every_conflict_is_shown(location):
    store = new_project(location)
    add(store, new_document("a"), new_document("b"))
    done: list[str] = []
    conflicts: list[str] = []

    def work(name):
        own = open_store(location)
        for number in range(25):
            wish = added("ab"[number % 2], span(0, 3, id=f"s{number}"), actor=name)
            try:
                own.commit([wish])
                done.append(wish.id)
            except ConflictError as error:
                conflicts.append(error.record)
        own.close()

    people = [threading.Thread(target=work, args=(f"p{n}",)) for n in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len(done) == 25
    assert len(conflicts) == 75
    assert_sound(store)
    store.close()


def test_commits_over_the_same_documents_in_different_order_do_not_lock_each_other_out(location):
    store = new_project(location)
    add(store, new_document("a"), new_document("b"))

    def work(ids, name):
        own = open_store(location)
        for number in range(20):
            leader = added(ids[0], span(0, 3, id=f"{name}{number}"), layer=name, actor=name)
            other = added(ids[1], span(0, 3, id=f"{name}{number}"), layer=name, gesture=leader.id)
            own.commit([leader, other])
        own.close()

    people = [
        threading.Thread(target=work, args=(("a", "b"), "anna")),
        threading.Thread(target=work, args=(("b", "a"), "bassam")),
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len(store.annotations("a", "bassam")) == len(store.annotations("b", "bassam")) == 20
    assert_sound(store)
    store.close()


def test_the_log_and_the_texts_are_guarded_by_the_server(location):
    store = new_project(location)
    add(store, new_document("a"))

    for statement in (
        "UPDATE operations SET actor = ''",
        "DELETE FROM texts",
        "TRUNCATE operations",
    ):
        with pytest.raises(Exception, match=r"only grows|never changes"), raw(store) as connection:
            connection.execute(text(statement))
    store.close()


def raw(store):
    return store.database.writer.begin()


def test_rows_that_differ_from_the_log_are_found_and_repaired(location):
    store = new_project(location)
    add(store, new_document("a"), new_document("b"))
    wanted = store.annotations("a", "anna")
    with raw(store) as connection:
        connection.execute(text("UPDATE records SET label = 'X', data = '{}' WHERE layer_key = 2"))
        connection.execute(text("UPDATE documents SET title = 'x' WHERE id = 'a'"))

    assert {(d.part, d.document) for d in examine(location).damages} == {(Part.RECORDS, "a")}
    diagnosis = repair(location)

    assert diagnosis.sound
    assert len(diagnosis.repaired) == 1
    assert store.annotations("a", "anna") == wanted
    assert_sound(store)
    store.close()


def test_a_server_told_not_to_sync_is_noted(location, server):
    store = new_project(location)
    store.close()
    asking = location + "%20-csynchronous_commit%3Doff"

    assert any("synchronous_commit" in note for note in examine(asking).notes)
    assert examine(location).notes == ()
