# SPDX-License-Identifier: MIT
"""Structure-aware fuzzers of the importers.

In the test run each tries a few hundred files; ``ANNOTATOR_FUZZ=100000 pytest tests/fuzz`` tries so
many of each format, and then also refuses whatever takes above a second or 512 MB.
"""
