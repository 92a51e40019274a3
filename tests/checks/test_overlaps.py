# SPDX-License-Identifier: MIT
"""N: what spans do to each other."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.checks.finding import Severity
from annotator.model.records import Span
from tests.checks.subjects import codes, found, mended, of, policy, subject, surfaces

TEXT = "abcdefghij klmnopqrst"
NESTED = "the [[Syrian army|ACTOR] positions|LOCATION]"
NESTED_SAME = "the [[opposition|ACTOR] media|ACTOR]"


def at(start, end, label="ACTOR", id=""):
    return Span(id or f"{label}{start}-{end}", label, ((start, end),))


def overlaps(*spans, schema=None):
    schema = schema or policy(nesting={"different_label": "warn"}, discontinuous=True)
    checked = of(TEXT, *spans, schema=schema)
    return [
        (one.code, one.record)
        for code in ("N01", "N02", "N03", "N04")
        for one in found(checked, code)
    ]


class TestIdentical:
    def test_two_labels_at_one_place_are_an_error_and_either_can_go(self):
        checked = subject("in [[Syria|ACTOR]|LOCATION]")

        (finding,) = found(checked, "N01")
        assert codes(checked) == ["N01"]
        assert finding.severity is Severity.ERROR
        assert finding.message == "LOCATION 'Syria' is also ACTOR"
        assert [one.label for one in mended(checked, "N01").annotations.spans()] == ["ACTOR"]
        assert [one.label for one in mended(checked, "N01", 1).annotations.spans()] == ["LOCATION"]

    def test_the_same_span_twice_loses_one(self):
        checked = subject("in [[Syria|ACTOR]|ACTOR]")

        assert [one.message for one in found(checked, "N01")] == ["ACTOR 'Syria' stands here twice"]
        assert surfaces(mended(checked, "N01")) == ["Syria"]

    def test_three_at_one_place_are_two_findings(self):
        assert codes(subject("[[[Syria|ACTOR]|LOCATION]|WEAPON]")) == ["N01", "N01"]

    def test_the_policy_may_allow_it(self):
        schema = policy(nesting={"identical_range": "allow"})

        assert codes(subject("in [[Syria|ACTOR]|LOCATION]", schema=schema)) == []


class TestCrossing:
    TEXT = "western Aleppo countryside"
    SPANS = (at(0, 14, id="T1"), at(8, 26, "LOCATION", "T2"))

    def test_it_is_an_error_and_names_both(self):
        (finding,) = found(of(self.TEXT, *self.SPANS), "N02")

        assert finding.severity is Severity.ERROR
        assert finding.message == "LOCATION 'Aleppo countryside' crosses ACTOR 'western Aleppo'"
        assert finding.record == "T2"

    def test_it_can_be_mended_three_ways(self):
        checked = of(self.TEXT, *self.SPANS)

        assert surfaces(mended(checked, "N02", 0)) == ["western Aleppo", "countryside"]
        assert surfaces(mended(checked, "N02", 1)) == ["western Aleppo", self.TEXT]
        assert surfaces(mended(checked, "N02", 2)) == ["western Aleppo"]
        assert all(codes(mended(checked, "N02", fix)) == [] for fix in range(3))

    def test_spans_that_only_touch_do_not_cross(self):
        assert overlaps(at(0, 5), at(5, 10)) == []

    def test_spans_that_share_an_edge_do_not_cross(self):
        assert overlaps(at(0, 5), at(0, 9, "WEAPON"), schema=policy()) == []
        assert overlaps(at(2, 9), at(4, 9, "WEAPON"), schema=policy()) == []

    def test_the_policy_may_allow_it_or_only_warn(self):
        assert codes(of(self.TEXT, *self.SPANS, schema=policy(nesting={"crossing": "allow"}))) == []
        checked = of(self.TEXT, *self.SPANS, schema=policy(nesting={"crossing": "warn"}))
        assert found(checked, "N02")[0].severity is Severity.WARNING


class TestNesting:
    def test_in_another_label_it_is_allowed(self):
        assert codes(subject(NESTED)) == []

    def test_in_another_label_it_can_be_forbidden(self):
        schema = policy(nesting={"different_label": "error"})
        checked = subject(NESTED, schema=schema)

        (finding,) = found(checked, "N04")
        assert finding.severity is Severity.ERROR
        assert surfaces(mended(checked, "N04")) == ["Syrian army positions"]
        assert surfaces(mended(checked, "N04", 1)) == ["Syrian army"]

    def test_in_the_same_label_it_is_a_warning_on_the_inner_span(self):
        checked = subject(NESTED_SAME)

        (finding,) = found(checked, "N03")
        assert codes(checked) == ["N03"]
        assert finding.severity is Severity.WARNING
        assert finding.message == "ACTOR 'opposition' lies in ACTOR 'opposition media'"

    def test_in_the_same_label_it_can_be_allowed_or_forbidden(self):
        assert codes(subject(NESTED_SAME, schema=policy(nesting={"same_label": "allow"}))) == []
        checked = subject(NESTED_SAME, schema=policy(nesting={"same_label": "error"}))
        assert found(checked, "N03")[0].severity is Severity.ERROR

    def test_the_nearest_outer_span_is_named(self):
        checked = subject("[one [two [three|ACTOR]|ACTOR]|ACTOR]")

        assert [one.message for one in found(checked, "N03")] == [
            "ACTOR 'two three' lies in ACTOR 'one two three'",
            "ACTOR 'three' lies in ACTOR 'two three'",
        ]

    def test_a_span_in_the_gap_of_another_does_not_lie_in_it(self):
        gapped = Span("T1", "ACTOR", ((0, 3), (11, 14)))

        assert overlaps(gapped, at(5, 8)) == []
        assert overlaps(gapped, at(1, 2)) == [("N03", "ACTOR1-2")]


def naive(spans):
    """The pairs by definition, in quadratic time, for spans of one part."""
    pairs = {"N01": set(), "N02": set(), "N03": set(), "N04": set()}
    for one, other in combinations(spans, 2):
        if one.fragments == other.fragments:
            pairs["N01"].add(frozenset((one.id, other.id)))
        elif max(one.start, other.start) < min(one.end, other.end):
            first, second = sorted((one, other), key=lambda span: (span.start, -span.end))
            if second.end > first.end and second.start > first.start:
                pairs["N02"].add(second.id)
            else:
                pairs["N03" if one.label == other.label else "N04"].add(second.id)
    return pairs


places = st.tuples(st.integers(0, 9), st.integers(1, 10)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@given(st.lists(st.tuples(places, st.sampled_from(["ACTOR", "WEAPON"])), max_size=8))
def test_one_pass_finds_what_comparing_every_pair_finds(made):
    spans = [at(*place, label, f"T{number}") for number, (place, label) in enumerate(made)]
    expected = naive(spans)

    seen = overlaps(*spans)

    for code in ("N02", "N03", "N04"):
        assert {record for found_code, record in seen if found_code == code} == expected[code]
    groups = len({span.fragments for span in spans})
    assert sum(code == "N01" for code, _ in seen) == len(spans) - groups


def test_a_thousand_spans_inside_each_other_are_passed_once():
    text = "x" * 4_000
    spans = [at(number, 4_000 - number, id=f"T{number}") for number in range(1_000)]

    assert len(found(of(text, *spans), "N03")) == 999
