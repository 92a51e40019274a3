# SPDX-License-Identifier: MIT
"""Full-text search. The index is brought up to date when one searches: texts never change.

In SQLite it is FTS5 over the folded words of each text, without a copy of them; in PostgreSQL a GIN
index over the same words. Either only names candidates; ``text.matching`` finds the places, so both
stores give the same hits.
"""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection

from annotator.errors import DamagedError
from annotator.store.engine import Database
from annotator.store.tables import documents, texts
from annotator.store.values import SearchHit
from annotator.store.writing import in_chunks
from annotator.text.matching import Pattern, words_of

AROUND = 40
INDEXED_AT_ONCE = 200
READ_AT_ONCE = 50
WORDS_A_ROW = 20_000
LONGEST_WORD = 200

SEARCH_TABLE = "search_words"
# The column is named for the way of folding: an index that was made in another way is made anew.
FTS_SQL = (
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "folded_2, content='', tokenize=\"unicode61 remove_diacritics 2\")"
)
_WORDS_SQL = (
    "CREATE TABLE search_words (document_key bigint NOT NULL REFERENCES documents (key), "
    "part integer NOT NULL, words tsvector NOT NULL, PRIMARY KEY (document_key, part))",
    "CREATE INDEX ix_search_words ON search_words USING gin (words)",
)

_HOLDING = "SELECT document_key FROM search_words WHERE words @@ CAST(:word{} AS tsquery)"

Progress = Callable[[int, int], None]
Finder = Callable[[str], Iterator[tuple[int, int]]]


def search(
    database: Database, query: str, *, limit: int, progress: Progress | None = None
) -> list[SearchHit]:
    """Return where the query stands, by document in the order of import, then by place.

    The query is plain text: its words as a phrase, whatever the case and the diacritics, the last
    one as a beginning. If that is nowhere, the query is looked for inside of words. Removed
    documents are left out.
    """
    if not query.strip() or limit <= 0:
        return []
    pattern = Pattern(query)
    try:
        if database.writer is not None:
            bring_up_to_date(database, progress)
        with database.reading() as connection:
            keys = _by_words(connection, pattern)
    except DamagedError:  # the index is only there for speed
        keys = set()
    with database.reading() as connection:
        found = _hits(connection, keys, pattern.find_words, limit)
        if not found:
            inside = _by_substring(connection, query.strip())
            found = _hits(connection, inside, pattern.find_anywhere, limit)
    return found


def bring_up_to_date(database: Database, progress: Progress | None = None) -> None:
    """Index the texts that are not indexed yet, a few hundred in each transaction."""
    with database.reading() as connection:
        total = connection.scalar(sql("SELECT count(*) FROM documents")) or 0
        left = total - _indexed_count(connection)
    add = _index_on_sqlite if database.is_sqlite else _index_on_postgres
    while left > 0:
        with database.writing() as connection:
            added = add(connection)
        left = left - added if added else 0
        if progress is not None:
            progress(total - left, total)


def _has_index(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        query = sql("SELECT sql FROM sqlite_master WHERE name = :name")
        return bool(connection.scalar(query, {"name": SEARCH_TABLE}) == FTS_SQL)
    return connection.scalar(sql("SELECT to_regclass(:name)"), {"name": SEARCH_TABLE}) is not None


def _indexed_count(connection: Connection) -> int:
    if not _has_index(connection):
        return 0
    if connection.dialect.name == "sqlite":
        counted = "SELECT count(*) FROM search_words_docsize"
    else:
        counted = "SELECT count(DISTINCT document_key) FROM search_words"
    return int(connection.scalar(sql(counted)) or 0)


def _index_on_sqlite(connection: Connection) -> int:
    if not _has_index(connection):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {SEARCH_TABLE}")
        connection.exec_driver_sql(FTS_SQL)
    last = connection.scalar(sql("SELECT max(id) FROM search_words_docsize")) or 0
    found = connection.exec_driver_sql(
        "SELECT document_key, text FROM texts WHERE document_key > ? ORDER BY document_key LIMIT ?",
        (last, INDEXED_AT_ONCE),
    )
    values = [(key, " ".join(words_of(text))) for key, text in found]
    if values:
        connection.exec_driver_sql(
            "INSERT INTO search_words (rowid, folded_2) VALUES (?, ?)", values
        )
    return len(values)


def _index_on_postgres(connection: Connection) -> int:
    if not _has_index(connection):
        for statement in _WORDS_SQL:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql("LOCK TABLE search_words IN SHARE ROW EXCLUSIVE MODE")
    missing = connection.execute(
        sql(
            "SELECT document_key, text FROM texts WHERE NOT EXISTS (SELECT 1 FROM "
            "search_words AS s WHERE s.document_key = texts.document_key) LIMIT :many"
        ),
        {"many": INDEXED_AT_ONCE},
    )
    values: list[tuple[int, int, list[str]]] = []
    count = 0
    for key, text in missing:
        count += 1
        words = sorted({word for word in words_of(text) if len(word) <= LONGEST_WORD})
        parts = [words[at : at + WORDS_A_ROW] for at in range(0, len(words), WORDS_A_ROW)] or [[]]
        values.extend((key, part, words) for part, words in enumerate(parts))
    if values:
        connection.exec_driver_sql(
            "INSERT INTO search_words VALUES (%s, %s, array_to_tsvector(%s::text[]))", values
        )
    return count


def _by_words(connection: Connection, pattern: Pattern) -> set[int]:
    total = connection.scalar(sql("SELECT count(*) FROM documents")) or 0
    if not pattern.words:
        return set()
    if _indexed_count(connection) < total:  # opened for reading only: look into every text
        return set(connection.scalars(select(documents.c.key)))
    keys: set[int] = set()
    if not _has_index(connection):
        return keys
    if connection.dialect.name == "sqlite":
        phrase = '"' + " ".join(pattern.words) + '" *'
        matching = "SELECT rowid FROM search_words WHERE search_words MATCH :phrase"
        keys.update(connection.scalars(sql(matching), {"phrase": phrase}))
    else:
        keys.update(_by_vectors(connection, pattern))
    return keys


def _by_vectors(connection: Connection, pattern: Pattern) -> Iterable[int]:
    wanted = [f"'{word}'" for word in pattern.words]
    wanted[-1] += ":*"
    every = " INTERSECT ".join(_HOLDING.format(place) for place in range(len(wanted)))
    values = {f"word{place}": word for place, word in enumerate(wanted)}
    return connection.scalars(sql(every), values)


def _by_substring(connection: Connection, query: str) -> list[int]:
    found = select(documents.c.key)
    if query.isascii():
        found = select(texts.c.document_key).where(texts.c.text.icontains(query, autoescape=True))
    # in Arabic and other scripts a database knows no marks that may be left out: all are looked at
    return list(connection.scalars(found))


def _hits(
    connection: Connection, keys: Iterable[int], finder: Finder, limit: int
) -> list[SearchHit]:
    found: list[SearchHit] = []
    for chunk in in_chunks(sorted(keys), READ_AT_ONCE):
        query = (
            select(documents.c.id, documents.c.title, texts.c.text)
            .join(texts, texts.c.document_key == documents.c.key)
            .where(documents.c.key.in_(chunk), documents.c.removed == 0)
            .order_by(documents.c.key)
        )
        for id, title, text in connection.execute(query):
            for start, end in finder(text):
                found.append(_hit(id, title, text, (start, end)))
                if len(found) == limit:
                    return found
    return found


def _hit(id: str, title: str, text: str, place: tuple[int, int]) -> SearchHit:
    start, end = place
    before = text[max(0, start - AROUND) : start]
    return SearchHit(id, title, start, end, before, text[start:end], text[end : end + AROUND])
