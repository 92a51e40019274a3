# SPDX-License-Identifier: MIT
"""Characters and offsets; knows nothing of annotation."""
