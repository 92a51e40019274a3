# SPDX-License-Identifier: MIT
"""How the window looks: colours, fonts, the style of the widgets."""
