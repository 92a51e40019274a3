# SPDX-License-Identifier: MIT
"""What is kept between two checks, and when it is made again."""

from dataclasses import replace

from annotator.checks.kept import Kept
from annotator.model.annotations import Annotations
from tests.checks.subjects import subject

SYRIA = "[Syria|LOCATION] and [Iran|LOCATION]"


class Calls:
    """A function that counts how often it is asked."""

    def __init__(self):
        self.count = 0

    def __call__(self, checked, *_):
        self.count += 1
        return len(checked.annotations)


def test_the_ground_is_asked_about_once_and_a_layer_once_until_the_next():
    kept, ground, layer = Kept(), Calls(), Calls()
    checked = subject(SYRIA)

    for _ in range(2):
        for _ in range(2):
            assert kept.of_ground(ground, checked) == kept.of_layer(layer, checked) == 2
        kept.next_layer()

    assert (ground.count, layer.count) == (1, 2)


def test_spans_are_asked_about_again_if_one_is_another_object_or_after_a_layer_without_them():
    kept, calls = Kept(), Calls()
    checked = subject(SYRIA)
    first, second = checked.annotations.spans()
    steps = [
        ((first, second), 1),
        ((first, second), 1),
        ((second, first), 2),
        ((replace(first), second), 3),
        ((first,), 4),
    ]

    for spans, count in steps:
        kept.of_spans(calls, checked, spans)
        assert calls.count == count
    kept.next_layer()
    kept.of_spans(calls, checked, (first,))
    assert calls.count == 4
    kept.next_layer()
    kept.next_layer()
    kept.of_spans(calls, checked, (first,))
    assert calls.count == 5


def test_each_span_is_asked_about_once_while_it_is_asked_for_in_every_layer():
    kept, calls = Kept(), Calls()
    checked = subject(SYRIA)
    first, second = checked.annotations.spans()

    for spans, count in [((first, second), 2), ((second,), 2), ((first, second), 3)]:
        assert [span for span, _ in kept.of_each(calls, checked, spans)] == list(spans)
        assert calls.count == count
        kept.next_layer()


def test_two_functions_do_not_share_an_answer():
    kept, one, other = Kept(), Calls(), Calls()
    checked = subject(SYRIA)
    spans = tuple(checked.annotations.spans())

    kept.of_spans(one, checked, spans)
    kept.of_spans(other, checked, spans)

    assert (one.count, other.count) == (1, 1)


def test_a_subject_made_from_another_starts_with_nothing():
    checked, calls = subject(SYRIA), Calls()
    checked.kept.of_layer(calls, checked)
    empty = replace(checked, annotations=Annotations())

    assert empty.kept.of_layer(calls, empty) == 0
    assert checked.keeping(empty.kept).kept is empty.kept
    assert checked.keeping(empty.kept) == checked
