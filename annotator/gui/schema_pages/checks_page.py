# SPDX-License-Identifier: MIT
"""The page of checks: how severe each is in this project, or that it is switched off."""

from collections.abc import Mapping
from typing import Any

from annotator.checks.check import Rule
from annotator.checks.registry import ALL_RULES
from annotator.gui.schema_pages.fields import PickField
from annotator.gui.schema_pages.page import Page
from annotator.gui.widgets.text import tr
from annotator.schema.definition import Schema
from annotator.schema.steps import SchemaStep, Settings

LEVELS = (
    ("error", "an error"),
    ("warning", "a warning"),
    ("info", "an information"),
    ("off", "switched off"),
)
AS_IT_IS = ""


class ChecksPage(Page):
    """Shows every check with its rule; without a choice it is as severe as it is by itself."""

    def lay_out(self) -> None:
        """Make a field for each check."""
        words = dict(LEVELS)
        for rule in ALL_RULES:
            levels = [(level, tr(said)) for level, said in LEVELS]
            field = PickField([(AS_IT_IS, _by_itself(rule, words)), *levels])
            field.setMaximumWidth(320)
            self.add(rule.code, rule.code, field, rule.sentence)

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return what the schema says of each check."""
        return {rule.code: schema.checks.get(rule.code, AS_IT_IS) for rule in ALL_RULES}

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return another severity."""
        return Settings({"checks": {key: value or None}})

    def shown_anew(self) -> None:
        """Say what it is."""
        self.title.setText(tr("How severe checks are"))
        self.about.setText(tr("An error is against the schema, a warning may be meant."))


def _by_itself(rule: Rule, words: Mapping[str, str]) -> str:
    if rule.policy:
        return tr("as the page of spans says")
    return tr("{severity}, as it comes").format(severity=tr(words[rule.severity.value]))
