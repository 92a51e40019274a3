# SPDX-License-Identifier: MIT
"""The schema that comes with the program, its colours, and the JSON Schema for editors."""

import json
import math
from itertools import combinations
from pathlib import Path

import pytest

from annotator.assets import resource
from annotator.schema.definition import COLORS
from annotator.schema.files import default_schema, json_schema, parse_schema, read_schema

PROPOSAL = Path(__file__).parents[3] / "shared/schema/conflict-default.json"

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast_on_white(color):
    red, green, blue = linear(color)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def lab(color, sight):
    rgb = [
        min(1, max(0, sum(weight * part for weight, part in zip(row, linear(color), strict=True))))
        for row in sight
    ]
    rows = (
        (0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047),
        (0.2126, 0.7152, 0.0722),
        (0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883),
    )
    x, y, z = (
        (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116)
        for value in (sum(w * part for w, part in zip(row, rgb, strict=True)) for row in rows)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other):
    """CIE76 over all kinds of sight; 2.3 is just noticeable."""
    return min(math.dist(lab(one, sight), lab(other, sight)) for sight in SIGHT.values())


def test_the_contrast_measure_knows_the_published_extremes():
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_every_color_is_legible_as_text_on_white():
    colors = {label.color for label in default_schema().labels.values()} | set(COLORS)

    assert all(contrast_on_white(color) >= 4.5 for color in colors)


def test_the_labels_are_told_apart_whichever_color_one_does_not_see():
    colors = [label.color for label in default_schema().labels.values()]

    assert min(difference(*pair) for pair in combinations(colors, 2)) >= 20


def test_the_colors_given_to_labels_without_one_are_told_apart():
    assert min(difference(*pair) for pair in combinations(COLORS, 2)) >= 10


def test_the_shipped_schema_has_the_four_labels_on_their_keys():
    schema = default_schema()

    assert [(schema.key_of(label), label) for label in schema.labels] == [
        ("1", "ACTOR"),
        ("2", "LOCATION"),
        ("3", "WEAPON"),
        ("4", "CASUALTY"),
    ]


def test_every_label_has_a_guideline_and_every_attribute_a_description():
    schema = default_schema()

    for name, label in schema.labels.items():
        assert label.description
        assert label.guideline
        for attribute in schema.attributes_of(name).values():
            assert attribute.description


def test_only_what_cannot_be_guessed_is_required_without_a_default():
    schema = default_schema()
    asked = {
        f"{label}.{name}"
        for label in schema.labels
        for name, attribute in schema.attributes_of(label).items()
        if attribute.required and attribute.default is None
    }

    assert asked == {
        "ACTOR.actor_type",
        "LOCATION.place_type",
        "WEAPON.category",
        "CASUALTY.outcome",
    }


def test_it_says_what_the_proposal_says():
    if not PROPOSAL.is_file():
        pytest.skip("the proposal in ../shared is not here")
    shipped, proposed = default_schema(), read_schema(PROPOSAL)

    assert settings_of(shipped) == settings_of(proposed)


def settings_of(schema):
    """Everything but descriptions, colours and code lists, with the order of keys."""
    data = schema.model_dump(mode="json", by_alias=True, exclude={"note"})
    return json.dumps(without_words(data))


def without_words(data):
    if isinstance(data, dict):
        # an attribute may be called like a setting, so that only texts are left out
        return {
            key: without_words(value)
            for key, value in data.items()
            if not (
                key in {"description", "guideline", "color", "codes"} and value.__class__ is str
            )
        }
    return [without_words(value) for value in data] if isinstance(data, list) else data


def test_the_json_schema_beside_it_is_current():
    shipped = json.loads(resource("schemas", "schema.json").read_text(encoding="utf-8"))

    assert shipped == json_schema(), "write it anew, see docs/schema.md"


def test_the_json_schema_knows_every_key_of_the_shipped_schema():
    first_line = (
        resource("schemas", "conflict-default.yaml").read_text(encoding="utf-8").split("\n")[0]
    )
    made = json_schema()

    assert first_line == "# yaml-language-server: $schema=schema.json"
    assert set(json.loads(default_schema().model_dump_json(by_alias=True))) == set(
        made["properties"]
    )
    assert made["additionalProperties"] is False


def test_the_schema_files_in_the_manual_can_be_read():
    manual = (Path(__file__).parents[2] / "docs/schema.md").read_text(encoding="utf-8")
    examples = [part.split("```")[0] for part in manual.split("```yaml\n")[1:]]

    whole = [example for example in examples if example.startswith("#")]
    assert len(whole) >= 1
    for example in whole:
        assert parse_schema(example, name="docs/schema.md", format="yaml").labels
