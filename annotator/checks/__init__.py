# SPDX-License-Identifier: MIT
"""Does it fit the schema, and is it any good: findings, each with a place and often a fix."""
