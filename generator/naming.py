"""Turns an identifier, however it is spelled, into words, and words into any case.

This is the only case converter: every name stays a ``Name`` until the last moment.
"""

import re
from dataclasses import dataclass

# After a digit a lower-case letter continues the word, and an upper-case one begins a new one,
# except that capitals and digits form one run.
_WORD = re.compile(
    r"[A-Z0-9]*[0-9](?=[a-z])[a-z0-9]+"  # is_2fa, md5sum, MD5sum
    r"|[A-Z0-9]+(?![a-z])"  # HTTP-Status, S3-Bucket, B2B-Customer
    r"|[A-Z]?[a-z][a-z0-9]*"  # oauth2-Client, user-Id2
)


@dataclass(frozen=True, slots=True)
class Name:
    """An identifier as words, beside its spelling in the contract."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Name":
        """Split ``text`` at ``_``, ``-``, ``.``, blanks and changes of case, but not at digits."""
        words = tuple(word.lower() for word in _WORD.findall(text))
        return cls(text, words or (text.lower(),))

    @property
    def snake(self) -> str:
        """``http_status``"""
        return "_".join(self.words)

    @property
    def upper(self) -> str:
        """``HTTP_STATUS``"""
        return "_".join(self.words).upper()

    @property
    def kebab(self) -> str:
        """``http-status``"""
        return "-".join(self.words)

    @property
    def pascal(self) -> str:
        """``HttpStatus``"""
        return "".join(word.capitalize() for word in self.words)

    @property
    def camel(self) -> str:
        """``httpStatus``"""
        return self.words[0] + "".join(word.capitalize() for word in self.words[1:])

    @property
    def title(self) -> str:
        """``Http status``"""
        return " ".join(self.words).capitalize()

    def __str__(self) -> str:
        return self.text


_IRREGULAR = {"person": "people", "child": "children", "datum": "data", "index": "indices"}
_UNCOUNTABLE = {"information", "equipment", "data", "news", "series", "species", "media"}


def plural(name: Name) -> Name:
    """The English plural of a name's last word: ``Category`` → ``categories``.

    A resource whose plural comes out wrong says ``collection:`` in the contract.
    """
    *head, last = name.words
    if last in _UNCOUNTABLE:
        many = last
    elif last in _IRREGULAR:
        many = _IRREGULAR[last]
    elif re.search(r"[^aeiou]y$", last):
        many = last[:-1] + "ies"
    elif re.search(r"(s|x|z|ch|sh)$", last):
        many = last + "es"
    else:
        many = last + "s"
    return Name.parse("_".join([*head, many]))
