# SPDX-License-Identifier: MIT
"""The only way annotations change: a wish becomes a change, and a change can be inverted."""
