# SPDX-License-Identifier: MIT
"""The panes around the text; each shows rows it is given and says what the person meant."""
