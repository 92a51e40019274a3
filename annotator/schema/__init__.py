# SPDX-License-Identifier: MIT
"""What may be annotated: labels, attributes, policies."""
