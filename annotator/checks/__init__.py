# SPDX-License-Identifier: MIT
"""Does it fit: findings about annotated documents, with the edits that would mend them. Pure."""
