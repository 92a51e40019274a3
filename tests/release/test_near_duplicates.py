# SPDX-License-Identifier: MIT
import random

from hypothesis import given
from hypothesis import strategies as st

from annotator.release import near_duplicates
from annotator.release.near_duplicates import NearDuplicates, shingles, similarity, words_of
from tests.release.projects import article
from tests.strategies import examples, texts


def clusters(*given_texts):
    found = NearDuplicates(given_texts.__getitem__)
    for text in given_texts:
        found.add(text)
    return sorted(found.clusters())


def news(seed) -> str:
    words = random.Random(seed)
    return " ".join(f"w{words.randrange(500)}" for _ in range(200))


def test_a_wire_copy_with_another_headline_and_a_cut_end_is_found():
    text = news(1)
    copy = "Breaking: " + text[: len(text) * 4 // 5]

    assert clusters(text, news(2), copy) == [[0, 2], [1]]


def test_case_punctuation_and_spacing_do_not_hide_a_copy():
    assert clusters("The Rebels fled, at dawn!", "the rebels   fled at dawn") == [[0, 1]]


def test_texts_that_share_a_sentence_are_not_copies():
    shared = "The ministry gave no details of the attack. "

    assert clusters(shared + news(3), shared + news(4)) == [[0], [1]]


def test_copies_are_found_without_blanks_between_words():
    text = "叛军在黎明时分袭击了边境村庄并烧毁了许多房屋当地居民逃往附近的城市寻求庇护"

    assert clusters(text, "快讯" + text, "政府军周一宣布收复该地区") == [[0, 1], [2]]


def test_texts_without_words_are_told_apart():
    assert clusters("😀😀 !!!", "??? — 💣", "😀😀   !!!") == [[0, 2], [1]]


def test_arabic_copies_are_found():
    text = "قال المرصد إن قوات المعارضة سيطرت على قرى في ريف حلب الغربي بعد اشتباكات عنيفة"

    assert clusters(text, f"{text} أمس", "عاد الهدوء إلى المدينة بعد هدنة") == [[0, 1], [2]]


def test_copies_of_copies_are_one_cluster():
    text = news(5).split()
    chain = [" ".join(text[shift : shift + 120]) for shift in (0, 25, 50)]

    assert similarity(set(shingles(chain[0])), set(shingles(chain[2]))) < 0.5
    assert clusters(*chain) == [[0, 1, 2]]


def test_many_of_the_same_cost_no_comparison_of_all_with_all():
    calls = []
    text = news(6)

    def text_of(number):
        calls.append(number)
        return text

    found = NearDuplicates(text_of)
    for _ in range(300):
        found.add(text)

    assert len(next(found.clusters())) == 300
    assert calls == []


@examples(30)
@given(st.lists(texts(), min_size=1, max_size=6))
def test_any_texts_are_put_into_clusters_once_each(some):
    found = clusters(*some, *some)

    assert sorted(number for cluster in found for number in cluster) == list(range(2 * len(some)))
    for number in range(len(some)):
        assert any({number, number + len(some)} <= set(cluster) for cluster in found)


def test_articles_of_one_template_are_told_apart():
    made = [article(str(n), random.Random(n))["text"] for n in range(30)]

    assert len(clusters(*made)) == 30


def test_the_short_way_finds_the_same_words_in_every_letter_it_is_for():
    letters = [chr(code) for code in range(0x2070) if code != 0]
    plain = [each for each in letters if near_duplicates._PLAIN_TEXT.fullmatch(each)]

    assert len(plain) > 1_000
    for each in plain:
        assert words_of(f"a{each}b") == near_duplicates._WORD.findall(f"a{each}b"), hex(ord(each))
