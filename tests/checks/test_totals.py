# SPDX-License-Identifier: MIT
"""R05 to R09 and R12: parts of a total."""

from dataclasses import replace

import pytest

from annotator.checks.finding import Severity
from annotator.model.records import Relation
from annotator.schema.files import default_schema, parse_schema
from tests.checks.subjects import PLAIN, found, mended, of, subject

SCHEMA = default_schema()
CODES = ("R05", "R06", "R07", "R08", "R09", "R12")
KILLED = "outcome=killed qualifier=exact victim_type=unknown"


def read(source, *links, schema=SCHEMA, language="en"):
    """The subject with ``part_of_total`` relations between its spans, by their numbers."""
    relations = [
        Relation(f"r{part}", "part_of_total", f"T{part}", f"T{total}") for part, total in links
    ]
    return subject(source, *relations, schema=schema, language=language)


def said(checked):
    return [(one.code, one.message) for code in CODES for one in found(checked, code)]


def total(words, count, rest="aggregation=total"):
    return f"[{words}|CASUALTY {KILLED} count={count} {rest}]"


def part(words, count, rest="aggregation=part"):
    return f"[{words}|CASUALTY {KILLED} count={count} {rest}]"


THREE = ((2, 1), (3, 1), (4, 1))
AT_LEAST = "qualifier=at_least aggregation=total"


def three(first, *parts):
    words = (f"{count} people" for count in parts)
    listed = ", ".join(part(*pair) for pair in zip(words, parts, strict=True))
    return f"{first} were killed: {listed}."


class TestSums:
    def test_parts_that_make_the_total_are_told_with_the_sum(self):
        checked = read(three(total("at least 153", 153, AT_LEAST), 80, 54, 19), *THREE)

        (finding,) = found(checked, "R08")
        assert (finding.severity, finding.record) == (Severity.INFO, "T1")
        assert said(checked) == [("R08", "80 + 54 + 19 = 153")]

    @pytest.mark.parametrize("number", [1, 2])
    def test_a_count_that_lies_nowhere_is_neither_a_total_nor_a_part(self, number):
        checked = read(three(total("9", 9), 4, 3, 2), *THREE)
        lost = checked.annotations.span(f"T{number}")
        values = {**lost.attributes, "outcome": "injured"}
        lost = replace(lost, fragments=(), attributes=values)
        records = {**checked.annotations.records, lost.id: lost}

        assert said(of(checked.text, *records.values(), schema=SCHEMA)) == (
            [] if number == 1 else [("R07", "3 + 2 = 5, but the total is '9'")]
        )

    def test_more_than_an_exact_total_is_an_error(self):
        checked = read(three(total("150", 150), 80, 54, 19), *THREE)

        assert found(checked, "R06")[0].severity is Severity.ERROR
        assert said(checked) == [("R06", "80 + 54 + 19 = 153, but the total is '150'")]

    def test_less_than_the_total_is_a_warning(self):
        checked = read(three(total("160", 160), 80, 54, 19), *THREE)

        assert found(checked, "R07")[0].severity is Severity.WARNING
        assert said(checked) == [("R07", "80 + 54 + 19 = 153, but the total is '160'")]

    def test_more_than_at_least_a_total_is_a_warning(self):
        checked = read(three(total("at least 150", 150, AT_LEAST), 80, 54, 19), *THREE)

        assert said(checked) == [("R07", "80 + 54 + 19 = 153, but the total is 'at least 150'")]

    @pytest.mark.parametrize(
        ("words", "rest", "fits"),
        [
            ("more than 150", "count=150 qualifier=more_than", True),
            ("more than 153", "count=153 qualifier=more_than", False),
            ("about 150", "count=150 qualifier=about", True),
            ("about 200", "count=200 qualifier=about", False),
            ("up to 160", "count=160 qualifier=at_most", True),
            ("up to 150", "count=150 qualifier=at_most", False),
            ("between 150 and 160", "qualifier=range count_min=150 count_max=160", True),
            ("between 160 and 170", "qualifier=range count_min=160 count_max=170", False),
        ],
    )
    def test_an_inexact_total_is_met_by_what_it_can_mean(self, words, rest, fits):
        first = f"[{words}|CASUALTY outcome=killed aggregation=total {rest}]"
        checked = read(three(first, 80, 54, 19), *THREE)

        tail = f", which fits '{words}'" if fits else f", but the total is '{words}'"
        assert said(checked) == [("R08" if fits else "R07", f"80 + 54 + 19 = 153{tail}")]

    def test_inexact_parts_are_compared_as_far_as_they_say_something(self):
        many = f"[at least 90|CASUALTY {KILLED} qualifier=at_least count=90 aggregation=part]"
        few = f"[up to 9|CASUALTY {KILLED} qualifier=at_most count=9 aggregation=part]"
        some = f"[dozens|CASUALTY {KILLED} qualifier=plural aggregation=part]"
        links = ((2, 1), (3, 1))

        assert said(read(f"{total('100', 100)}: {many}, {part('20', 20)}", *links)) == [
            ("R06", "the parts make at least 110, but the total is '100'")
        ]
        assert said(read(f"{total('100', 100)}: {few}, {part('20', 20)}", *links)) == [
            ("R07", "the parts make at most 29, but the total is '100'")
        ]
        assert said(read(f"{total('100', 100)}: {some}, {part('20', 20)}", *links)) == []

    @pytest.mark.parametrize(
        "between", [", including ", ", among them ", " people, 7 of them: ", "، بينهم "]
    )
    def test_parts_that_the_text_says_are_only_some_may_make_less(self, between):
        source = f"{total('12', 12)}{between}{part('4 boys', 4)} and {part('3 girls', 3)}"

        assert said(read(source, (2, 1), (3, 1))) == []
        assert [code for code, _ in said(read(source.replace("12", "5"), (2, 1), (3, 1)))] == [
            "R06"
        ]

    def test_a_single_part_may_be_less_but_not_more(self):
        assert said(read(f"{total('12', 12)}: {part('4 boys', 4)}", (2, 1))) == []
        checked = read(f"{total('12', 12)}: {part('14 boys', 14)}", (2, 1))
        assert said(checked) == [("R06", "14 = 14, but the total is '12'")]
        assert said(mended(checked, "R06")) == []

    def test_a_part_that_is_linked_twice_counts_once(self):
        checked = read(three(total("153", 153), 80, 54, 19), *THREE, (4, 1))
        twice = subject(
            three(total("153", 153), 80, 54, 19),
            *(one for one in checked.annotations.relations()),
            Relation("again", "part_of_total", "T4", "T1"),
            schema=SCHEMA,
        )

        assert said(twice) == [("R08", "80 + 54 + 19 = 153")]

    def test_a_long_sum_is_not_written_out(self):
        parts = ", ".join(part(f"{number} men", number) for number in range(1, 11))
        links = [(number, 1) for number in range(2, 12)]

        assert said(read(f"{total('55', 55)}: {parts}", *links)) == [
            ("R08", "the 10 parts make 55")
        ]

    def test_relations_of_other_names_and_other_labels_are_no_sums(self):
        schema = parse_schema(
            "{schema: t, labels: {DEAD: {}}, relations: {part_of_total: [[DEAD, DEAD]]}}",
            name="t",
            format="yaml",
        )

        assert said(read("[9|DEAD count=9]: [5|DEAD count=5]", (2, 1), schema=schema)) == []
        assert said(read(f"{total('9', 9)}: {part('12', 12)}", schema=PLAIN)) == []


class TestOutcome:
    def test_a_part_of_another_outcome_is_an_error_at_the_part(self):
        source = f"{total('9', 9)}: {part('4', 4)}, {part('5', 5)}".replace(
            "killed qualifier=exact victim_type=unknown count=5", "injured qualifier=exact count=5"
        )
        checked = read(source, (2, 1), (3, 1))

        (finding,) = found(checked, "R05")
        assert finding.severity is Severity.ERROR
        assert finding.message == "'5' is injured, but part of a total of killed"
        assert (finding.start, finding.record) == (6, "r3")
        assert [fix.title for fix in finding.fixes] == [
            "Set outcome to killed",
            "Set outcome of the total to injured",
            "Remove the relation",
        ]
        assert found(mended(checked, "R05"), "R05") == []
        assert found(mended(checked, "R05", 2), "R05") == []

    def test_killed_and_injured_go_into_killed_or_injured_but_not_the_other_way(self):
        both = total("9", 9).replace("outcome=killed", "outcome=killed_or_injured")
        hurt = part("5", 5).replace("outcome=killed", "outcome=injured")
        mixed = part("5", 5).replace("outcome=killed", "outcome=killed_or_injured")
        missing = part("5", 5).replace("outcome=killed", "outcome=missing")

        assert found(read(f"{both}: {part('4', 4)}, {hurt}", (2, 1), (3, 1)), "R05") == []
        assert len(found(read(f"{both}: {part('4', 4)}, {missing}", (2, 1), (3, 1)), "R05")) == 1
        assert len(found(read(f"{total('9', 9)}: {mixed}", (2, 1)), "R05")) == 1

    def test_a_missing_outcome_is_left_to_its_own_check(self):
        source = f"{total('9', 9)}: {part('9', 9)}".replace("outcome=killed", "", 1)

        assert found(read(source, (2, 1)), "R05") == []


class TestAggregation:
    def test_a_count_with_parts_that_is_no_total_is_a_warning_and_becomes_one(self):
        checked = read(
            f"{total('9', 9, 'aggregation=single')}: {part('4', 4)}, {part('5', 5)}", (2, 1), (3, 1)
        )

        (finding,) = found(checked, "R09")
        assert (finding.severity, finding.record) == (Severity.WARNING, "T1")
        assert finding.message == "'9' has 2 parts, but is not said to be a total"
        after = mended(checked, "R09")
        assert after.annotations.span("T1").attributes["aggregation"] == "total"
        assert found(after, "R09") == []

    def test_totals_so_far_and_parts_with_parts_are_fine(self):
        sofar = total("9", 9, "aggregation=cumulative")
        nested = f"{total('9', 9)}: {part('9', 9)}: {part('9', 9)}"

        assert found(read(f"{sofar}: {part('9', 9)}", (2, 1)), "R09") == []
        assert found(read(nested, (2, 1), (3, 2)), "R09") == []

    def test_a_schema_without_totals_says_nothing(self):
        schema = parse_schema(
            """
schema: t/1
labels: {CASUALTY: {attributes: {count: {type: int}, qualifier: {type: string}}}}
relations: {part_of_total: [[CASUALTY, CASUALTY]]}
""",
            name="t",
            format="yaml",
        )
        checked = read("[9|CASUALTY count=9]: [9|CASUALTY count=9]", (2, 1), schema=schema)

        assert said(checked) == [("R08", "9 = 9")]


def single(words, count, outcome="killed"):
    return f"[{words}|CASUALTY outcome={outcome} count={count}]"


class TestUnlinked:
    SOURCE = (
        f"{single('At least 153', 153).replace(' count', ' qualifier=at_least count')} died: "
        f"{single('80 militants', 80)}, {single('54 soldiers', 54)} and {single('19 others', 19)}."
    )

    def test_counts_that_add_up_beside_a_total_can_be_linked_in_one_change(self):
        checked = read(self.SOURCE)

        (finding,) = found(checked, "R12")
        assert (finding.severity, finding.record) == (Severity.INFO, "T1")
        assert finding.message == "80 + 54 + 19 = 153: are these the parts of this total?"
        after = mended(checked, "R12")
        assert said(after) == [("R08", "80 + 54 + 19 = 153")]
        assert [
            (link.type, link.source, link.target) for link in after.annotations.relations()
        ] == [("part_of_total", f"T{number}", "T1") for number in (2, 3, 4)]
        assert [one.attributes["aggregation"] for one in after.annotations.spans()] == [
            "total",
            *["part"] * 3,
        ]

    @pytest.mark.parametrize(
        "source",
        [
            f"{single('4 men', 4)} and {single('5 women', 5)} died. That makes {single('9', 9)}.",
            f"{single('9', 9)} died. They were {single('4 men', 4)} and {single('5 women', 5)}.",
            f"{single('9', 9)} died and {single('20', 20, 'injured')} were hurt: "
            f"{single('4 men', 4)} and {single('5 women', 5)}.",
            f"{single('9 casualties', 9, 'killed_or_injured')}: {single('4 dead', 4)} and "
            f"{single('5 hurt', 5, 'injured')}.",
        ],
    )
    def test_the_parts_may_stand_before_in_the_next_sentence_and_around_others(self, source):
        assert [one.message[:9] for one in found(read(source), "R12")] == ["4 + 5 = 9"]

    @pytest.mark.parametrize(
        "source",
        [
            f"{single('9', 9)} died: {single('4 men', 4)} and {single('6 women', 6)}.",
            f"{single('9', 9)} died: {single('9 men', 9)}.",
            f"{single('9', 9)} died: {single('4', 4)}, {single('5', 5, 'injured')}.",
            f"{single('9', 9)} died. They fled. It was {single('4', 4)} and {single('5', 5)}.",
            f"{single('9', 9)}: {single('4', 4)}, {single('5', 5)}".replace(
                "count=5", "count=5 qualifier=about"
            ),
            f"{single('9', 9).replace(' count', ' aggregation=part count')} died: "
            f"{single('4 men', 4)} and {single('5 women', 5)}.",
        ],
    )
    def test_what_does_not_add_up_near_by_is_not_found(self, source):
        assert found(read(source), "R12") == []

    def test_counts_that_are_linked_already_are_not_found_again(self):
        assert found(read(self.SOURCE, *THREE), "R12") == []
        assert found(read(self.SOURCE, (2, 1)), "R12") == []

    def test_a_schema_without_the_relation_proposes_nothing(self):
        schema = SCHEMA.model_copy(update={"relations": {}})

        assert found(read(self.SOURCE, schema=schema), "R12") == []
