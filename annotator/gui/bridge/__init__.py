# SPDX-License-Identifier: MIT
"""Between the workspace and the widgets: signals, tasks, item models."""
