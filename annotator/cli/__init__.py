# SPDX-License-Identifier: MIT
"""The command line: parse, call the workspace, print."""
