# SPDX-License-Identifier: MIT
"""Names of things: documents, records, operations.

An id that we make is a UUIDv7, so ids sort by the time they were made; an id that came with an
imported file is kept as it is.
"""

from typing import NewType

import uuid_utils

DocumentId = NewType("DocumentId", str)
OperationId = NewType("OperationId", str)


def new_id() -> str:
    """Return a new UUIDv7 as 36 characters."""
    return str(uuid_utils.uuid7())
