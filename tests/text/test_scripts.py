# SPDX-License-Identifier: MIT
import sys

import pytest
from hypothesis import given

from annotator.text.scripts import guess_language
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "default", "language"),
    [
        ("The army said.", "en", "en"),
        ("Hay’at Tahrir al-Sham – “Deterring”", "de", "de"),
        ("Čišćenje žica", "hr", "hr"),
        ("اندلعت اشتباكات في حلب", "en", "ar"),
        ("درگیری در تهران", "fa", "fa"),
        ("درگیری در تهران", "fa-IR", "fa-IR"),
        ("Бої під Києвом", "uk", "uk"),
        ("Бои под Киевом", "en", "ru"),
        ("עימותים בעזה", "en", "he"),
        ("阿勒颇的战斗", "en", "zh"),
        ("アレッポでの戦闘", "en", "ja"),
        ("알레포 전투", "en", "ko"),
        ("अलेप्पो में लड़ाई", "mr", "mr"),
        ("የአማራ ክልል", "ti", "ti"),
        ("AFP: اندلعت اشتباكات في ريف حلب الغربي", "en", "ar"),
        ("The word حلب in an English text", "en", "en"),
        ("2024: 12 حلب", "en", "ar"),
        ("“…” – 🚀", "en", "en"),
        ("", "en", "en"),
    ],
)
def test_the_script_gives_the_language_unless_the_default_is_written_so(text, default, language):
    assert guess_language(text, default) == language


@given(text=texts())
def test_any_text_has_a_language(text):
    assert guess_language(text, "en")


def test_guessing_loads_no_library():
    import subprocess

    program = (
        "import sys; from annotator.text.scripts import guess_language; "
        "guess_language('حلب', 'en'); sys.exit('spacy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
