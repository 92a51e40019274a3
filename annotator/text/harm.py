# SPDX-License-Identifier: MIT
"""Finds the numbers of people that a text says were harmed: "12 civilians were killed".

It knows English. Found is a number whose phrase leads to a word of harm, or that follows one:
"killing at least 47 people", "54 soldiers died", "a death toll of 9", "3 dead and 5 wounded".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.text.numbers import hedge_place, numbers, quantity

_REACH = 120
_RANGE_GAP = 10
_BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.I)
_OUTCOMES = (
    (re.compile(r"kill|slain|dead|died|death|perish|fatalit|execut|toll|lost", re.I), "killed"),
    (re.compile(r"wound|injur|hurt|maim", re.I), "injured"),
    (re.compile(r"missing", re.I), "missing"),
    (re.compile(r"abduct|kidnap", re.I), "abducted"),
    (re.compile(r"captur", re.I), "captured"),
    (re.compile(r"surrender", re.I), "surrendered"),
    (re.compile(r"casualt", re.I), "killed_or_injured"),
)
_ANY_HARM = re.compile("|".join(shape.pattern for shape, _ in _OUTCOMES), re.I)
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TIMES = frozenset(
    (
        *("hour", "day", "night", "week", "month", "minute", "second", "year", "decade", "time"),
        *("occasion", "morning", "evening"),
    )
)
_THINGS = _TIMES | frozenset(
    (
        *("strike", "airstrike", "attack", "raid", "rocket", "missile", "shell", "round"),
        *("drone", "bomb", "bombing", "explosion", "blast", "clash", "incident", "battle"),
        *("rifle", "mortar", "mine", "village", "town", "city", "district", "province"),
        *("region", "area", "neighbourhood", "neighborhood", "camp", "house", "home"),
        *("building", "shop", "school", "hospital", "checkpoint", "post", "position"),
        *("vehicle", "tank", "truck", "lorry", "car", "bus", "aircraft", "plane"),
        *("helicopter", "jet", "ship", "boat", "vessel", "country", "state", "nation", "side"),
        *("front", "place", "location", "report", "cow", "camel", "goat", "sheep", "cattle"),
        *("horse", "animal", "dog"),
    )
)
_WORD = r"(?:(?-i:(?:[A-Z]\.){2,})|[^\W\d_](?:[\w’'-]|\.(?=\w))*)"
_ENDS_PHRASE = (
    r"(?:and|or|but|nor|who|whom|whose|which|that|when|while|where|after|before|as|because|since"
    r"|if|though|although|including|was|were|is|are|be|been|being|has|have|had|will|would|may"
    r"|might|could|can|did|do|does|said|says|got|in|on|at|by|to|from|with|near|during|inside"
    r"|outside|across|over|around|between|into|onto|through|under|against|for|around|amid|within"
    r"|along|yesterday|today|tomorrow|overnight|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|a|an|they|he|she|we|it|this|last|so|there|dead|killed|wounded|injured|died|missing|dying|lost|perished|surrendered)"
)
_NOUN_PHRASE = re.compile(rf"(?:[ \u00a0](?!{_ENDS_PHRASE}\b){_WORD}){{0,7}}", re.I)
_CLAUSE_BREAK = r"(?:and|but|who|which|that|when|while|where|after|before|because|though|although)"
_PASSED = r"(?:killed|slain|wounded|injured|hurt|maimed|executed|abducted|kidnapped)"
_ADVERB = (
    r"(?:(?:all|both|also|either|still|now|already|listed as|presumed|\w+ly|reported|confirmed"
    r"|believed|feared|said to be|to be|to have been|being)[ \u00a0])"
)
_TOO = r"(?:[ \u00a0](?:and|or)[ \u00a0](?:killed|wounded|injured))?"
_SUFFERED = re.compile(
    rf"(?:[ \u00a0](?!{_CLAUSE_BREAK}\b){_WORD}){{0,9}}?[ \u00a0](?:"
    r"(?:(?:who|that)[ \u00a0])?(?:was|were|is|are|be|been|being|got)[ \u00a0]"
    rf"{_ADVERB}{{0,2}}(?P<passive>{_PASSED}{_TOO}|dead|missing)"
    r"|(?:who[ \u00a0])?(?P<died>died|perished|lost their li(?:fe|ves)|surrendered))\b",
    re.I,
)
_FOLLOWED = (
    r"(?=$|\s*[.,;:!?)”\"—–]|\s+(?:in|by|and|or|after|when|during|on|at|since|while|as|near|across"
    r"|this|last|so|from|over|inside|outside|amid|yesterday|today)\b)"
)
_COUNTED = re.compile(
    rf"(?:(?:[ \u00a0](?!{_ENDS_PHRASE}\b){_WORD}){{0,3}}[ \u00a0]"
    rf"(?P<short>{_PASSED}{_TOO}){_FOLLOWED}"
    rf"|(?:[ \u00a0](?!{_ENDS_PHRASE}\b){_WORD}){{0,2}}[ \u00a0]"
    r"(?P<noun>dead|deaths|fatalities|casualties|injuries)\b"
    r"|[ \u00a0](?P<adjective>wounded|injured|missing|dead|death|fatality|casualty)\b)",
    re.I,
)
_HARMING = re.compile(
    r"\b(?P<verb>(?:kill(?:ed|ing)[ \u00a0](?:and|or)[ \u00a0])?"
    r"(?:kill(?:ed|ing|s)|wound(?:ed|ing|s)|injur(?:ed|ing|es)|maim(?:ed|ing)|execut(?:ed|ing)"
    r"|abduct(?:ed|ing)|kidnapp(?:ed|ing)|captur(?:ed|ing)))[ \u00a0]"
    r"(?:(?:a total of|as many as|all|both|the|its|their|his|her|another|a further|other|also)"
    r"[ \u00a0])*$"
    r"|\b(?P<toll>(?:death )?toll)[ \u00a0](?:[\w-]+[ \u00a0]){0,5}?"
    r"(?:to|at|of|reached|passed|is|was)[ \u00a0]$"
    r"|\b(?P<death>deaths|injuries|wounding|killing|abduction|kidnapping)[ \u00a0]of[ \u00a0]"
    r"(?:(?:the|its|their|his|all|another)[ \u00a0])?$",
    re.I,
)
_ONE_OF = re.compile(r"[ \u00a0](?:of|another|by)\b", re.I)
_NOT_ONE = re.compile(r"\b(?:no|every|any|some|the|this|that|each|number)[ \u00a0-]$", re.I)
_PEOPLE = re.compile(
    r"(?:people|persons?|men|women|others|more|soldiers?|fighters?|troops|rebels?|militants?"
    r"|insurgents?|gunmen|police\w*|officers?|guards?|civilians?|officials?|prisoners?|hostages?)$",
    re.I,
)
_LISTED = re.compile(
    r"[^.!?;\n]*(?::|,? (?:including|among them|among whom|of them|of whom))[ \u00a0]", re.I
)
_GOES_ON = re.compile(r",?[ \u00a0](?:and[ \u00a0])?(?:another[ \u00a0]|a further[ \u00a0])?", re.I)
_TIED_BEFORE = re.compile(r"\w[-‑–:/]$")
_TIED_AFTER = re.compile(r"[-‑–:/][^\W_]")


@dataclass(frozen=True, slots=True)
class Harmed:
    """A number of people harmed: ``start`` .. ``end`` is the number with its hedge.

    ``phrase_end`` is where the words that it counts end; ``outcome`` is killed, injured, missing,
    abducted or killed_or_injured, and ``word`` the word that says so.
    """

    start: int
    end: int
    phrase_end: int
    outcome: str
    word: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number of what may be people: where it is, its noun phrase, and its word of harm."""

    start: int
    end: int
    phrase: str
    word: str
    has_phrase: bool


def harmed(text: str) -> Iterator[Harmed]:
    """Yield the numbers of people harmed in an English text, in order.

    Where a list follows one of them in the same sentence ("153 were killed: 80 militants, 54
    soldiers"), its numbers are found with it.
    """
    for line in _LINE.finditer(text):
        if _ANY_HARM.search(line[0]):
            shift = line.start()
            for one in _harmed_in_line(line[0]):
                yield replace(
                    one,
                    start=one.start + shift,
                    end=one.end + shift,
                    phrase_end=one.phrase_end + shift,
                )


def _harmed_in_line(text: str) -> Iterator[Harmed]:
    outcome = word = ""
    end, link = 0, _LISTED
    for one in _counted(text):
        if one.word:
            outcome, word, link = _outcome(one.word), one.word, _LISTED
        elif word and link.fullmatch(text, end, one.start):
            link = _GOES_ON
        else:
            word = ""
            continue
        has_phrase = one.has_phrase or not one.word
        end = one.end + (len(one.phrase) if has_phrase else 0)
        yield Harmed(one.start, one.end, end, outcome, word)


def _counted(text: str) -> Iterator[_Counted]:
    found = list(_counts(text))
    for place, (start, end) in enumerate(found):
        following = found[place + 1][0] if place + 1 < len(found) else len(text)
        if _is_tied(text, start, end):
            continue
        hedge = hedge_place(text, start)
        opening = hedge[0] if hedge else start
        after = text[end : min(following, end + _REACH)]
        phrase = _phrase_after(after)
        if _names_things(phrase):
            continue
        word, has_phrase = _word_of_harm(text[max(0, opening - _REACH) : opening], after)
        if word.lower().startswith("captur") and not _PEOPLE.search(phrase):
            word = ""
        yield _Counted(opening, end, phrase, word, has_phrase)


def _counts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers are; the two of a range, with a "between" before it, are one."""
    first: tuple[int, int] | None = None
    for number in numbers(text):
        if first is not None:
            opening = _opening(text, first[0])
            is_near = number.start - first[1] <= _RANGE_GAP
            read = quantity(text[opening : number.end]) if is_near else None
            if read is not None and read.qualifier == "range":
                yield opening, number.end
                first = None
                continue
            yield first
        first = (number.start, number.end)
    if first is not None:
        yield first


def _opening(text: str, start: int) -> int:
    """Return where the "between" before a number starts, else where the number does."""
    found = _BETWEEN.search(text[max(0, start - _RANGE_GAP) : start])
    return start - len(found[0]) if found else start


def _phrase_after(after: str) -> str:
    found = _NOUN_PHRASE.match(after)
    return found[0].rstrip(".’'-") if found else ""


def _word_of_harm(before: str, after: str) -> tuple[str, bool]:
    """Return the word of harm that goes with a number, and whether a noun stands in between."""
    suffered = _SUFFERED.match(after)
    if suffered:
        return suffered["passive"] or suffered["died"], True
    counted = _COUNTED.match(after)
    if counted:
        short = counted["short"]
        return short or counted["noun"] or counted["adjective"], bool(short)
    harming = _HARMING.search(before)
    if harming:
        return harming["verb"] or harming["toll"] or harming["death"], not harming["toll"]
    return "", False


def _is_tied(text: str, start: int, end: int) -> bool:
    """Whether a number is a part of a name or of a time (T-72, 14:05), or a pronoun (no one)."""
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    if _TIED_BEFORE.search(before) or _TIED_AFTER.match(after):
        return True
    is_one = text[start:end].lower() == "one"
    return is_one and bool(_ONE_OF.match(after) or _NOT_ONE.search(before))


def _names_things(phrase: str) -> bool:
    """Whether what is counted is no people: times, or a phrase whose head is a thing."""
    words = [word.lower() for word in phrase.split()]
    if not words:
        return False
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    return _singular(words[0]) in _TIMES or _singular(head) in _THINGS


def _singular(word: str) -> str:
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("ses", "s"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


def _outcome(word: str) -> str:
    if " and " in word or " or " in word:
        return "killed_or_injured"
    return next(outcome for shape, outcome in _OUTCOMES if shape.search(word))
