# SPDX-License-Identifier: MIT
"""A desktop tool that builds training corpora about armed conflict."""

__version__ = "0.1.0"
