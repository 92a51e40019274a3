# SPDX-License-Identifier: MIT
"""The pieces of the schema editor: what is being changed, the list of it, and a page for each."""
