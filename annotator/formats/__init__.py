# SPDX-License-Identifier: MIT
"""Files in and out: one module a format, each a record in the registry."""
