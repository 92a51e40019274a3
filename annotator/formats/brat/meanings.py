# SPDX-License-Identifier: MIT
"""Names that mean something to us in brat's files, the same in and out."""

COMMENT = "AnnotatorNotes"
EQUIV = "Equiv"
REFERENCE = "Reference"
ARG1, ARG2 = "Arg1", "Arg2"

MODALITY, TIME_VALUE = "modality", "time_value"
"""Attributes of events that hold what an event frame has under these names."""
TIME, REPORTED_BY = "time", "reported_by"
"""Roles of events; a time is a text-bound line labelled so that nothing else refers to."""

SOURCE_ROLE, TARGET_ROLE = "source_role", "target_role"
"""Attributes of relations that hold roles other than Arg1 and Arg2."""

TYPE, RESOURCE, RESOURCE_ID, WORDS = "type", "resource", "id", "text"
"""Attributes of entities: the type of a group or reference that is unusual, and the reference."""
