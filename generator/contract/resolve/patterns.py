"""Decides whether a regular expression is in the RE2 subset, and whether a text matches it."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jsonschema_rs

_MAX_REPEAT = 1000
_REPEAT = re.compile(r"\{(\d+)(?:,(\d*))?\}", re.ASCII)
_GROUPS = {
    "=": "look-ahead",
    "!": "look-ahead",
    ">": "an atomic group",
    "(": "a condition",
    "#": "a comment",
}


class Unusable(Exception):
    """A pattern outside of the subset; ``hint`` is a way out."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


def check(pattern: str) -> None:
    """Unusable when a pattern does not work, in linear time, in every style."""
    if len(pattern) > 10_000:
        raise Unusable("it is longer than 10,000 characters")
    _Scan(pattern).run()
    if _validator(pattern) is None:
        raise Unusable("it is not a regular expression", "brackets and braces come in pairs")


def matches(pattern: str, text: str) -> bool:
    """Whether a usable pattern matches somewhere in a text, as the servers will judge it."""
    validator = _validator(pattern)
    return validator is None or validator.is_valid(text)


@cache
def _validator(pattern: str) -> "jsonschema_rs.Draft202012Validator | None":
    import jsonschema_rs  # 50 ms that a contract without patterns does not need

    try:
        return jsonschema_rs.Draft202012Validator(
            {"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions()
        )
    except (jsonschema_rs.ValidationError, ValueError):
        return None


class _Scan:
    """One pass over a pattern that knows sets, escapes, groups and repeats."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._repeats: list[int] = [1]  # per open group: the largest product of repeats within
        self._last = 1  # the product within what a repeat would apply to
        self._repeated = False  # whether the last thing was a repeat

    def run(self) -> None:
        while self._at < len(self._text):
            self._step(self._text[self._at])

    def _step(self, char: str) -> None:
        match char:
            case "\\":
                self._escape()
            case "[":
                self._set()
            case "(":
                self._open()
                return
            case ")":
                self._last = self._repeats.pop() if len(self._repeats) > 1 else 1
                self._at += 1
                self._repeated = False
                return
            case "*" | "+" | "?" | "{":
                if self._repeat(char):
                    return
                self._at += 1
            case _:
                self._at += 1
        self._last = 1
        self._repeated = False

    def _escape(self) -> None:
        following = self._text[self._at + 1 : self._at + 2]
        if following.isdigit() and following != "0":
            raise Unusable("it refers back to a group", "spell the repeated part out")
        if following == "k":
            raise Unusable("it refers back to a named group", "spell the repeated part out")
        if following and following in "ZGXRKC":
            hint = "use $ for the end" if following == "Z" else None
            raise Unusable(f"it uses '\\{following}'", hint)
        self._at += 2

    def _set(self) -> None:
        at = self._at + 1
        at += self._text[at : at + 1] == "^"
        at += self._text[at : at + 1] == "]"
        while at < len(self._text) and self._text[at] != "]":
            at += 2 if self._text[at] == "\\" else 1
        self._at = at + 1

    def _open(self) -> None:
        self._repeats.append(1)
        self._repeated = False
        self._last = 1
        rest = self._text[self._at + 1 : self._at + 4]
        self._at += 1
        if not rest.startswith("?"):
            return
        if rest.startswith(("?<=", "?<!")):
            raise Unusable("it uses look-behind", "match what is there instead")
        if rest.startswith(("?P=", "?P>")):
            raise Unusable("it refers back to a named group", "spell the repeated part out")
        what = _GROUPS.get(rest[1:2])
        if what is not None:
            raise Unusable(f"it uses {what}", "match what is there instead")
        named = re.match(r"\?(:|P?<[A-Za-z_]\w*>)", self._text[self._at :])
        if named is None:
            raise Unusable("it sets flags", "write [Aa] for a letter of either case")
        self._at += named.end()

    def _repeat(self, char: str) -> bool:
        """Handle a repeat; False when a brace is an ordinary character."""
        times = 1
        width = 1
        if char == "{":
            found = _REPEAT.match(self._text, self._at)
            if found is None:
                return False
            width = found.end() - self._at
            times = (
                max(int(found[1]), int(found[2] or 0)) if len(found[0]) < 12 else _MAX_REPEAT + 1
            )
        if self._repeated:
            if char == "?":
                self._at += 1
                self._repeated = False
                return True
            if char == "+":
                raise Unusable("it uses a possessive repeat", "remove the second '+'")
            raise Unusable("it repeats a repeat", "put the inner part in parentheses")
        product = self._last * max(times, 1)
        if product > _MAX_REPEAT:
            why = f"it repeats something more than {_MAX_REPEAT} times"
            raise Unusable(why, "use max_length for a limit of the whole text")
        self._repeats[-1] = max(self._repeats[-1], product)
        self._last = product
        self._at += width
        self._repeated = True
        return True
