# SPDX-License-Identifier: MIT
"""Where a project is: a file, or a PostgreSQL database."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from annotator.errors import InputError

SUFFIX = ".corpus"


@dataclass(frozen=True, slots=True)
class Location:
    """Exactly one of ``path`` and ``url`` is set; ``shown`` has no password in it."""

    shown: str
    path: Path | None = None
    url: URL | None = None


def parse_location(text: str) -> Location:
    """Return where ``text`` points to; InputError if it is a URL of another kind, or unclear.

    A plain path is taken as it is, made absolute. The sentence of an error never holds the URL:
    it may hold a password.
    """
    if "://" not in text:
        path = Path(text).expanduser().absolute()
        return Location(str(path), path=path)
    if text.split("?", 1)[0].count("@") > 1:
        raise InputError(
            "the database URL has more than one @; write @ : / # and % in a password "
            "as %40 %3A %2F %23 and %25"
        )
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise InputError("this is not a database URL") from None
    if url.get_backend_name() != "postgresql":
        raise InputError(f"projects live in files or in PostgreSQL, not in {url.drivername}")
    _require_driver()
    url = url.set(drivername="postgresql+psycopg")
    shown = url.set(query={}).render_as_string(hide_password=True)  # a query may hold secrets too
    return Location(shown, url=url)


def _require_driver() -> None:
    try:
        import_module("psycopg")
    except ImportError:
        raise InputError(
            "projects in PostgreSQL need a driver that is not installed here: "
            "pip install conflict-annotator[postgres]"
        ) from None
