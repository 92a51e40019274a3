# SPDX-License-Identifier: MIT
"""All checks, in the order of the manual. A new one is a record in one of these tuples.

A rule about more than one layer stands in ``RULES`` alone; the workspace calls what finds it.
"""

from annotator.checks.attributes import ATTRIBUTE_CHECKS
from annotator.checks.boundaries import BOUNDARY_CHECKS
from annotator.checks.casualties import CASUALTY_CHECKS
from annotator.checks.check import Check, Rule
from annotator.checks.corpus_findings import CORPUS_RULES
from annotator.checks.entities import ENTITY_CHECKS
from annotator.checks.events import EVENT_CHECKS
from annotator.checks.gaps import GAP_CHECKS
from annotator.checks.geography import GEOGRAPHY_CHECKS
from annotator.checks.gold import GOLD_RULE
from annotator.checks.overlaps import OVERLAP_CHECKS
from annotator.checks.places import PLACE_CHECKS
from annotator.checks.relations import RELATION_CHECKS
from annotator.checks.repeats import REPEAT_CHECKS
from annotator.checks.roles import ROLE_CHECKS
from annotator.checks.titles import BEFORE_NAME_CHECKS
from annotator.checks.totals import TOTAL_CHECKS

CHECKS: tuple[Check, ...] = (
    *PLACE_CHECKS,
    *ATTRIBUTE_CHECKS,
    *GEOGRAPHY_CHECKS,
    *CASUALTY_CHECKS,
    *BOUNDARY_CHECKS,
    *BEFORE_NAME_CHECKS,
    *OVERLAP_CHECKS,
    *REPEAT_CHECKS,
    *GAP_CHECKS,
    *RELATION_CHECKS,
    *TOTAL_CHECKS,
    *ENTITY_CHECKS,
    *EVENT_CHECKS,
    *ROLE_CHECKS,
)

RULES: tuple[Rule, ...] = (*(check.rule for check in CHECKS), GOLD_RULE)
"""The rules of all checks of a document."""

ALL_RULES: tuple[Rule, ...] = (*RULES, *CORPUS_RULES)
"""The rules of all checks, those of a corpus too."""

CODES = frozenset(rule.code for rule in ALL_RULES)
"""The codes that a schema may name in its ``checks``."""
