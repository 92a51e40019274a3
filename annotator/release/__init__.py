# SPDX-License-Identifier: MIT
"""Data set releases: splits, training files, a data card, and what tells two releases apart."""
