# SPDX-License-Identifier: MIT
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.release.plan import SPLITS
from annotator.release.splitting import Unit, splits_of
from tests.strategies import examples

SHARES = {"train": 0.8, "dev": 0.1, "test": 0.1}
labels = st.dictionaries(st.sampled_from("ABC"), st.integers(1, 5))


def units(count, *, rare_each=10):
    return [
        Unit((f"d{n}",), {"A": 3, **({"RARE": 1} if n % rare_each == 0 else {})})
        for n in range(count)
    ]


def test_splits_have_their_shares_of_documents_and_of_each_label():
    made = units(200)

    found = splits_of(made, SHARES, 7)

    assert Counter(found) == {"train": 160, "dev": 20, "test": 20}
    rare = Counter(s for unit, s in zip(made, found, strict=True) if "RARE" in unit.labels)
    assert rare == {"train": 16, "dev": 2, "test": 2}


def test_another_seed_gives_another_split_and_the_same_one_the_same():
    made = units(100)

    assert splits_of(made, SHARES, 1) == splits_of(made, SHARES, 1)
    assert splits_of(made, SHARES, 1) != splits_of(made, SHARES, 2)


def test_the_order_of_the_documents_does_not_matter():
    made = units(60)
    there = dict(zip([unit.documents for unit in made], splits_of(made, SHARES, 3), strict=True))

    back = dict(
        zip(
            [unit.documents for unit in reversed(made)],
            splits_of(made[::-1], SHARES, 3),
            strict=True,
        )
    )

    assert back == there


def test_most_documents_keep_their_split_also_without_an_earlier_release():
    few = splits_of(units(1_000), SHARES, 0)
    more = splits_of(units(1_100), SHARES, 0)

    moved = sum(before != after for before, after in zip(few, more, strict=False))
    assert moved < 1_000 * 0.05


def test_a_copy_more_does_not_give_its_cluster_another_split():
    alone = units(400)
    copied = [Unit((*unit.documents, f"{unit.documents[0]}-copy"), unit.labels) for unit in alone]

    same = sum(
        before == after
        for before, after in zip(
            splits_of(alone, SHARES, 0), splits_of(copied, SHARES, 0), strict=True
        )
    )
    assert same > 400 * 0.75  # a hash of both would leave two thirds where they were


def test_a_split_of_no_size_gets_nothing():
    found = splits_of(units(50), {"train": 0.9, "dev": 0.1, "test": 0.0}, 0)

    assert set(found) == {"train", "dev"}


@examples(100)
@given(
    counts=st.lists(st.tuples(st.integers(1, 4), labels), max_size=25),
    fixed=st.data(),
    seed=st.integers(0, 5),
)
def test_what_is_fixed_stays_and_every_unit_gets_a_split(counts, fixed, seed):
    made = [
        Unit(
            tuple(f"{n}-{m}" for m in range(size)),
            found,
            fixed.draw(st.sampled_from(("", *SPLITS))),
        )
        for n, (size, found) in enumerate(counts)
    ]

    splits = splits_of(made, SHARES, seed)

    assert len(splits) == len(made)
    assert set(splits) <= set(SPLITS)
    assert all(unit.fixed in ("", split) for unit, split in zip(made, splits, strict=True))
