# SPDX-License-Identifier: MIT
"""Everything the window can be told to do, as records; no Qt here."""
