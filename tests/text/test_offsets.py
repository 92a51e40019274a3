# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import OffsetError
from annotator.text.offsets import Utf16Map, from_utf8, to_utf8
from tests.strategies import texts


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts(), st.data())
def test_a_code_point_there_and_back_through_utf16_is_itself(text, data):
    offset = data.draw(st.integers(0, len(text)))
    way = Utf16Map.of(text)

    offset_u16 = way.to_utf16(offset)

    assert offset_u16 == units(text[:offset])
    assert way.from_utf16(offset_u16) == offset
    assert way.floor_from_utf16(offset_u16) == offset


@given(texts(), st.data())
def test_a_code_point_there_and_back_through_utf8_is_itself(text, data):
    offset = data.draw(st.integers(0, len(text)))

    assert from_utf8(text.encode(), to_utf8(text, offset)) == offset


def test_a_place_inside_a_surrogate_pair_is_refused_and_floored_to_the_character():
    way = Utf16Map.of("a💣b")

    with pytest.raises(OffsetError):
        way.from_utf16(2)
    assert way.floor_from_utf16(2) == 1
    assert way.floor_from_utf16(3) == 2


@pytest.mark.parametrize("outside", [-1, 4])
def test_a_place_outside_the_text_is_refused(outside):
    way = Utf16Map.of("abc")

    with pytest.raises(OffsetError):
        way.to_utf16(outside)
    with pytest.raises(OffsetError):
        way.from_utf16(outside)
    with pytest.raises(OffsetError):
        to_utf8("abc", outside)
    with pytest.raises(OffsetError):
        from_utf8(b"abc", outside)


def test_a_byte_inside_a_character_is_refused():
    with pytest.raises(OffsetError):
        from_utf8("é".encode(), 1)
