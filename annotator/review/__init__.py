# SPDX-License-Identifier: MIT
"""More than one annotator: how far they agree, on what they do not, and what is then gold."""
