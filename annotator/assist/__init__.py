# SPDX-License-Identifier: MIT
"""What proposes and never decides; the only place, beside one format, that knows spaCy."""
