# SPDX-License-Identifier: MIT
"""Where the window's state keeps what belongs to one project on this machine."""

from annotator.model.document import text_hash


def place_key(location: str) -> str:
    """Return the settings' key for a project; its path may hold what a key may not."""
    return f"places/{text_hash(location)[:16]}"
