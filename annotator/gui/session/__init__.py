# SPDX-License-Identifier: MIT
"""Connects the open project to the workbench.

``projects``, ``preferences`` and ``open_project`` are needed for the first show of the window and
import nothing of the workspace; the other modules are imported when a project opens.
"""
