# SPDX-License-Identifier: MIT
"""What asks or tells something in a window or page of its own; none decides what is done."""
