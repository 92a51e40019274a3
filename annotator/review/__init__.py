# SPDX-License-Identifier: MIT
"""More than one annotator: agreement and adjudication."""
