# SPDX-License-Identifier: MIT
"""The widget that shows a text with its spans, and with which one makes them."""
