# SPDX-License-Identifier: MIT
"""One open project and everything it can do, without a screen."""
