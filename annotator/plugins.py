# SPDX-License-Identifier: MIT
"""Loads what other packages add through entry points, and remembers what failed."""
