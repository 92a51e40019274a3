# SPDX-License-Identifier: MIT
"""The checks as a list: their codes, and the table in the manual."""

import re
from pathlib import Path

from annotator.checks.corpus_findings import CORPUS_RULES
from annotator.checks.finding import Severity
from annotator.checks.registry import CHECKS, CODES, RULES

MANUAL = Path(__file__).parents[2] / "docs/checks.md"


def row(rule):
    severity = str(rule.severity)
    if rule.policy:
        severity = f"{severity}; `{rule.policy}`"
    return f"| {rule.code} | {severity} | {rule.sentence} | {rule.mend} |"


def test_every_check_has_its_own_code():
    codes = [rule.code for rule in (*RULES, *CORPUS_RULES)]

    assert len(set(codes)) == len(codes)
    assert set(codes) == CODES
    assert set(RULES) >= {check.rule for check in CHECKS}
    assert all(re.fullmatch(r"[A-Z]\d\d", code) for code in codes)


def test_every_rule_is_a_sentence():
    assert all(rule.sentence.endswith(".") for rule in RULES)


def test_the_table_in_the_manual_is_made_of_the_checks():
    lines = MANUAL.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if re.match(r"\| [A-Z]\d\d \|", line)]

    assert table == [row(rule) for rule in RULES]


def test_severities_are_shown_worst_first():
    assert sorted(Severity, key=lambda one: one.rank) == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.INFO,
    ]
