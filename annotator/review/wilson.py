# SPDX-License-Identifier: MIT
"""Between which shares the truth lies, when a few were looked at."""

from math import sqrt
from statistics import NormalDist


def wilson(found: int, seen: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the bounds (0..1) of a share of which ``found`` among ``seen`` were counted.

    Two-sided; nothing seen gives (0, 1). ValueError unless ``0 <= found <= seen``.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """
    if not 0 <= found <= seen:
        raise ValueError(f"{found} of {seen} is not a share")
    if not seen:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, weight = found / seen, z * z / seen
    middle = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * sqrt(share * (1 - share) / seen + weight / (4 * seen))
    return max(0.0, middle - reach), min(1.0, middle + reach)
