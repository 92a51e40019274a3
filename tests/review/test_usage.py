# SPDX-License-Identifier: MIT
"""How often a string is marked where it is met, and what the suggestions make of it."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotations import Annotations
from annotator.review.decisions import Circumstances, Verdict, decision_of
from annotator.review.items import items_of
from annotator.review.suggestions import Suggester
from annotator.review.usage import NEVER_MET, usage_of
from tests.marked import marked
from tests.strategies import examples


def document(*sources):
    layers = {}
    for number, source in enumerate(sources):
        text, spans = marked(source)
        layers[f"a{number}"] = Annotations({span.id: span for span in spans})
    return text, layers


BOTH = ("[Saraqib|LOCATION] fell.", "[Saraqib|LOCATION] fell.")
ONE = ("[Saraqib|LOCATION] fell.", "Saraqib fell.")
NOBODY = ("Saraqib fell.", "Saraqib fell.")


def step(usage, surface="Saraqib", label="LOCATION", *, annotators=0, marks=0):
    return usage.step(surface, label, annotators=annotators, marks=marks)


def test_a_string_that_all_mark_everywhere_is_on_the_highest_step():
    assert step(usage_of([document(*BOTH)] * 3)) == 4


def test_blanks_count_against_a_string_also_where_nobody_marked_it():
    assert step(usage_of([document(*ONE)])) == 2
    assert step(usage_of([document(*ONE), document(*NOBODY), document(*NOBODY)])) == 1
    assert step(usage_of([document(*ONE)] + [document(*NOBODY)] * 9)) == 0


def test_the_place_that_asks_is_not_its_own_witness():
    alone = usage_of([document(*ONE)])
    assert step(alone, annotators=2, marks=1) == NEVER_MET
    others = usage_of([document(*ONE), document(*BOTH)])
    assert step(others, annotators=2, marks=1) == 4


def test_another_label_is_counted_by_itself():
    usage = usage_of([document("[Idlib|ACTOR] fell.", "[Idlib|LOCATION] fell.")])
    assert step(usage, "Idlib", "ACTOR") == 2
    assert step(usage, "Idlib", "WEAPON") == 0


def test_case_and_diacritics_do_not_matter_and_a_longer_name_holds_the_shorter_one():
    usage = usage_of([document("[Salqin|LOCATION] and SALQÎN countryside fell.")])
    assert step(usage, "salqin") == 2


def test_a_string_without_a_word_is_never_met():
    assert step(usage_of([document("[?!|ACTOR] fell.")]), "?!", "ACTOR") == NEVER_MET


def differing(word, *, usual):
    """Documents in which both do as is usual with a word, and one in which they differ."""
    blank, name = f"{word} fell.", f"[{word}|LOCATION] fell."
    return [document(usual.format(word=word), usual.format(word=word))] * 4, document(name, blank)


def test_what_is_learned_of_one_string_helps_with_another_that_is_used_alike():
    """Names are overlooked, other words marked by mistake; the last of each was never decided."""
    cases = [
        differing(word, usual="[{word}|LOCATION] fell.") for word in ("Ariha", "Kafr", "Salqin")
    ]
    cases += [differing(word, usual="{word} fell.") for word in ("dawn", "road", "convoy")]
    suggester = Suggester(usage=usage_of([one for usual, odd in cases for one in (*usual, odd)]))
    asked = {}
    for number, (_, (text, layers)) in enumerate(cases):
        (item,) = items_of(str(number), layers)
        word = text.split()[0]
        if word in ("Salqin", "convoy"):
            asked[word] = item, text
            continue
        mine = next(place for place, each in enumerate(item.candidates) if each.records)
        verdict = Verdict.none() if word.islower() else Verdict.take(mine)
        suggester.learn(item, text, decision_of(item, verdict, Circumstances(), ends={}))

    assert not suggester.suggest(*asked["Salqin"]).is_none(asked["Salqin"][0])
    assert suggester.suggest(*asked["convoy"]).is_none(asked["convoy"][0])
    assert "words marked as often" in suggester.suggest(*asked["convoy"]).why


words = st.sampled_from(["Ariha", "Binnish fell", "the Ariha", "Kafr Nabl", "!"])


@examples(60)
@given(st.lists(st.tuples(words, st.booleans(), st.booleans()), max_size=8))
def test_a_step_is_one_of_five_and_the_order_of_documents_does_not_matter(rows):
    documents = [
        document(
            f"[{surface}|ACTOR] x." if one else f"{surface} x.",
            f"[{surface}|ACTOR] x." if two else f"{surface} x.",
        )
        for surface, one, two in rows
    ]
    usage, back = usage_of(documents), usage_of(documents[::-1])
    assert usage == back
    for surface, one, two in rows:
        asked = step(usage, surface, "ACTOR", annotators=2, marks=one + two)
        assert NEVER_MET <= asked <= 4
