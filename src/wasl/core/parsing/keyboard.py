"""Read what was typed with the other keyboard layout in force: Latin keys for Arabic letters and the reverse."""

from __future__ import annotations

# The Arabic (101) layout, by the keys of the US layout. The key B writes two letters and so is read first.
_KEYS = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_LETTERS = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_SHIFTED = {"H": "أ", "N": "آ", "Y": "إ", "B": "لآ", "G": "لأ", "T": "لإ", "J": "ـ", "P": "؛", "K": "،", "b": "لا"}
_TO_ARABIC = str.maketrans(dict(zip(_KEYS, _LETTERS, strict=True)) | _SHIFTED)
_TO_LATIN = str.maketrans(
    dict(zip(_LETTERS, _KEYS, strict=True)) | {letters: key for key, letters in _SHIFTED.items() if len(letters) == 1}
)
_ARABIC = frozenset(_LETTERS) | frozenset("أآإ")


def other_layout(text: str) -> str:
    """Return what the same keys write in the other layout, or nothing where no key writes another letter.

    A text with an Arabic letter is read as meant for Latin keys, any other as meant for Arabic ones.
    """
    if any(letter in _ARABIC for letter in text):
        return text.replace("لا", "b").translate(_TO_LATIN)
    if not any(letter.isascii() and letter.isalpha() for letter in text):
        return ""
    lowered = "".join(letter if letter in _SHIFTED else letter.lower() for letter in text)
    return lowered.translate(_TO_ARABIC)
