# SPDX-License-Identifier: MIT
"""A project's location as it may be kept and shown: without what is secret in it."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

KEPT_OPTIONS = frozenset(
    (
        "application_name",
        "client_encoding",
        "connect_timeout",
        "dbname",
        "gssencmode",
        "host",
        "hostaddr",
        "keepalives",
        "options",
        "passfile",
        "port",
        "service",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
        "user",
    )
)
"""The options of a database URL that are known to hold no secret; a file's path is none."""


def reopenable(location: str) -> str:
    """Return a location by which the project is found again, without password or other secrets.

    A path is returned as it is. Where the server wants a password, it has to come from elsewhere
    then: from the environment or a password file.
    """
    scheme, is_url, rest = location.partition("://")
    if not is_url:
        return location
    main, _, query = rest.partition("?")
    who, at, where = main.rpartition("@")
    user = who.partition(":")[0]
    kept = [pair for pair in parse_qsl(query) if pair[0] in KEPT_OPTIONS]
    options = f"?{urlencode(kept, safe='/,:')}" if kept else ""
    return f"{scheme}://{user}{at if user else ''}{where}{options}"


def shown_location(location: str) -> str:
    """Return a project's name for a title: no password, no long path."""
    if "://" in location:
        bare = reopenable(location).partition("?")[0]
        return bare.rpartition("@")[2] or bare
    return Path(location).name
