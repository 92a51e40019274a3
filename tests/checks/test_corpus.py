# SPDX-License-Identifier: MIT
"""Consistency over a corpus: what is found, where, and that an index kept up is a fresh one."""

from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.checks.corpus import FEW, CorpusIndex
from annotator.checks.corpus_findings import CorpusFindings, Inconsistency
from annotator.checks.finding import Severity
from annotator.edits.edit import AddSpan, MoveSpan, RelabelSpan
from annotator.schema.definition import Schema
from tests.checks.subjects import PLAIN
from tests.marked import marked
from tests.strategies import LABELS, PIECES, examples


@dataclass
class Corpus:
    """Marked texts as the layers of one annotator, in an index; documents are called d0, d1 ..."""

    sources: tuple[str, ...]
    schema: Schema = PLAIN
    few: int = FEW
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.index = CorpusIndex(few=self.few)
        for number, source in enumerate(self.sources):
            self.put(number, source)
        self.index.settle()
        self.found = CorpusFindings(self.index, self.schema)

    def put(self, number, source):
        text, spans = marked(source)
        self.texts[f"d{number}"] = text
        self.index.put(f"d{number}", "ann", text, spans)

    def findings(self, code="") -> list[Inconsistency]:
        return [one for one in self.found.findings() if code in ("", one.code)]

    def spots(self, finding, most=100):
        return self.found.spots(finding, self.texts.__getitem__, most)

    def words(self, finding) -> list[tuple[str, str, str]]:
        """Return where the places are: document, the words, and the words after the fix."""
        return [
            (
                spot.document,
                self.texts[spot.document][spot.start : spot.end],
                self.texts[spot.document][spot.new_start : spot.new_end],
            )
            for spot in self.spots(finding)
        ]


def corpus(*sources, schema=PLAIN) -> Corpus:
    return Corpus(sources, schema)


def test_a_string_with_another_label_than_its_other_uses_is_found_at_its_place():
    project = corpus(
        *["[Idlib|LOCATION] fell."] * 9, "[IDLIB|ACTOR] spoke.", "near Idlib [HTS|ACTOR]"
    )

    (finding,) = project.findings("K01")

    assert finding.message == "'Idlib' is LOCATION 9 times, ACTOR once, blank once"
    assert (finding.severity, finding.wanted) == (Severity.WARNING, "LOCATION")
    assert finding.forms == ("Idlib", "IDLIB")
    (spot,) = project.spots(finding)
    assert (spot.document, spot.span, spot.label) == ("d9", "T1", "ACTOR")
    assert spot.edit() == RelabelSpan("T1", "LOCATION")


def test_two_labels_that_are_as_frequent_are_a_hint_without_a_fix():
    project = corpus("[Idlib|LOCATION] and [Idlib|ACTOR].")

    (finding,) = project.findings("K01")

    assert (finding.severity, finding.wanted, finding.places) == (Severity.INFO, "", 2)


def test_a_string_that_nine_in_ten_do_not_agree_on_is_a_hint():
    project = corpus(*["[Idlib|LOCATION] fell."] * 5, *["[Idlib|ACTOR] spoke."] * 2)

    (finding,) = project.findings("K01")

    assert (finding.severity, finding.places) == (Severity.INFO, 2)


def test_a_repeat_that_stands_blank_is_found_in_documents_that_are_annotated():
    project = corpus("[Darat  Izza|LOCATION] fell.", "[HTS|ACTOR] took Darat\nIzza’s east.")

    (finding,) = project.findings("K03")

    assert project.words(finding) == [("d1", "Darat\nIzza", "Darat\nIzza")]
    (spot,) = project.spots(finding)
    assert spot.edit() == AddSpan("LOCATION", ((spot.start, spot.end),))


def test_a_place_that_a_span_touches_is_not_blank():
    project = corpus("[Aleppo|LOCATION] fell.", "The [Aleppo police|ACTOR] and [old Aleppo|ACTOR]")

    assert project.findings("K03") == []


def test_a_repeat_is_a_whole_word_in_a_form_with_no_fewer_capitals():
    project = corpus("The [US|ACTOR] spoke.", "[HTS|ACTOR] told us of the USA and the U.S.")

    assert project.findings("K03") == []


def test_a_repeat_with_more_capitals_is_one():
    project = corpus("The [rebels|ACTOR] spoke.", "Rebels met [HTS|ACTOR]")

    (finding,) = project.findings("K03")
    assert project.words(finding) == [("d1", "Rebels", "Rebels")]


def test_a_number_that_stands_blank_is_none():
    assert corpus("[12|CASUALTY] died.", "[HTS|ACTOR] fired 12 times.").findings() == []


def test_a_repeat_in_a_script_without_spaces_is_found():
    project = corpus("[北京|LOCATION]很大。", "我在北京和[上海|LOCATION]。")

    (finding,) = project.findings("K03")
    assert project.words(finding) == [("d1", "北京", "北京")]


def test_a_repeat_that_is_not_mostly_marked_is_a_hint_after_all_others():
    project = corpus("[march|WEAPON] on, march", "[Idlib|LOCATION], [Idlib|LOCATION] and Idlib")

    assert [(one.surface, one.severity) for one in project.findings("K03")] == [
        ("Idlib", Severity.WARNING),
        ("march", Severity.INFO),
    ]


def test_an_article_a_title_a_quote_or_a_possessive_too_many_is_found_with_what_is_usual():
    project = corpus(
        *["[Assad|ACTOR] spoke."] * 4,
        "[President Assad|ACTOR] spoke, [Assad’s|ACTOR] men too, and [the “Assad”|ACTOR].",
    )

    found = [words for one in project.findings("K02") for words in project.words(one)]

    assert sorted(found) == [
        ("d4", "Assad’s", "Assad"),
        ("d4", "President Assad", "Assad"),
        ("d4", "the “Assad”", "Assad"),
    ]
    (spot,) = project.spots(project.findings("K02")[0])
    assert spot.edit() == MoveSpan(spot.span, ((spot.new_start, spot.new_end),))


def test_a_name_without_its_usual_article_is_found_where_the_article_stands():
    project = corpus(*["[The Hague|LOCATION] is"] * 4, "The [Hague|LOCATION] and [Hague|LOCATION]")

    (finding,) = project.findings("K02")

    assert project.words(finding) == [("d4", "Hague", "The Hague")]
    assert finding.message == "'Hague' is marked once as LOCATION, but 'The Hague' 4 times"


def test_a_boundary_of_another_label_is_no_variant():
    assert corpus(*["[Assad|ACTOR]"] * 4, "[the Assad|LOCATION] dam").findings("K02") == []


def test_the_likeliest_error_comes_first():
    project = corpus(
        *["[Idlib|LOCATION] and [Homs|LOCATION]"] * 20,
        *["[Hama|LOCATION]"] * 10,
        "[Idlib|ACTOR], Homs",
        "[Hama|ACTOR]",
    )

    found = [one.surface for one in project.findings()]
    assert found == ["Homs", "Idlib", "Hama"]  # 20 of 23, 20 of 23, 10 of 13


def test_the_schema_sets_the_severity_or_leaves_a_check_out():
    schema = PLAIN.model_copy(update={"checks": {"K01": "error", "K03": "off"}})
    project = corpus("[Idlib|LOCATION], Idlib and [Idlib|ACTOR]", schema=schema)

    assert [(one.code, one.severity) for one in project.findings()] == [("K01", Severity.ERROR)]


def test_no_more_places_are_listed_than_are_asked_for():
    project = corpus("[Idlib|LOCATION] " * 3 + "Idlib " * 5)

    (finding,) = project.findings()

    assert finding.places == 5
    assert len(project.spots(finding, most=2)) == 2


def test_a_discontinuous_span_covers_its_words_but_is_no_string():
    text, (first, second) = marked("[north|LOCATION] and [south|LOCATION] Aleppo, north")
    span = replace(first, fragments=(*first.fragments, *second.fragments))
    index = CorpusIndex()
    index.put("d", "ann", text, [span])
    index.settle()

    assert index.surfaces == {}


def test_a_corpus_that_nobody_annotated_has_no_findings():
    assert corpus("Idlib fell.", "Idlib rose.").findings() == []


SOURCES = st.lists(
    st.tuples(
        st.sampled_from(("idlib", "Idlib", "the Idlib", "Idlib’s", "in"))
        | st.sampled_from(("idlib", "IDLIB"))
        | st.sampled_from(PIECES),
        st.sampled_from(("", *LABELS[:2])),
    ),
    max_size=5,
)


def as_source(pieces) -> str:
    said = []
    for piece, label in pieces:
        safe = "".join(f"\\{c}" if c in "[]|\\" else c for c in piece)
        said.append(f"[{safe}|{label}]" if label and piece.strip() else safe)
    return " ".join(said)


def told(project: Corpus):
    """Return all that is known of a corpus, without the characters that stand for words."""
    return [
        (replace(one, id=one.id._replace(codes=""), frequent=""), project.spots(one))
        for one in project.findings()
    ]


@examples(40)
@given(
    st.lists(SOURCES, min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), SOURCES, st.sampled_from(["put", "drop", "look"]))),
)
def test_an_index_kept_up_by_edits_is_the_one_made_afresh(before, edits):
    sources = {number: as_source(each) for number, each in enumerate(before)}
    kept = corpus(*sources.values())

    for number, pieces, act in edits:
        if act == "drop":
            sources.pop(number, None)
            kept.index.drop(f"d{number}", "ann")
        else:
            sources[number] = as_source(pieces)
            kept.put(number, sources[number])
        kept.index.settle()
        if act == "look":
            kept.findings()

    fresh = Corpus((), few=0)
    for number, source in sources.items():
        fresh.put(number, source)
    fresh.index.settle()
    assert told(kept) == told(fresh)
