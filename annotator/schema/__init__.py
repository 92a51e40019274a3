# SPDX-License-Identifier: MIT
"""What may be annotated: labels, their attributes, relations, events and the span policy."""
