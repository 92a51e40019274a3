# SPDX-License-Identifier: MIT
"""What is annotated: documents, and the records that annotators make about them."""
