# SPDX-License-Identifier: MIT
"""The database: the only package that knows SQL."""
