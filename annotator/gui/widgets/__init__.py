# SPDX-License-Identifier: MIT
"""Small parts that panels and dialogs share."""
