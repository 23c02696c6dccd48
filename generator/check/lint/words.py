"""The words by which rules know what a name means: verbs of operations, secrets, money, times."""

from generator.model import Verb
from generator.naming import Name, plural

# What the verbs of the language are called in names of operations.
CREATES = frozenset({"create", "add", "insert", "register", "new"})
GETS = frozenset({"get", "fetch", "retrieve", "read", "describe", "lookup"})
LISTS = frozenset({"list"})
UPDATES = frozenset({"update", "modify", "edit", "patch", "change"})
REPLACES = frozenset({"replace", "put", "set"})
DELETES = frozenset({"delete", "remove", "destroy"})
READS = GETS | LISTS | {"find", "search", "query", "count", "browse"}

# Which of those words an operation with a verb may begin with; other words say nothing.
VERB_WORDS = {
    Verb.CREATE: CREATES | REPLACES,
    Verb.GET: READS,
    Verb.LIST: READS,
    Verb.REPLACE: REPLACES | UPDATES | CREATES,
    Verb.UPDATE: UPDATES | REPLACES,
    Verb.DELETE: DELETES,
}
KNOWN_VERBS = CREATES | GETS | LISTS | UPDATES | REPLACES | DELETES

_VERBS = (
    (CREATES - {"register", "new"}, "create"),
    (GETS - {"read", "describe", "lookup"}, "get"),
    (LISTS, "list"),
    (UPDATES - {"change"}, "update"),
    (REPLACES - {"set", "put"}, "replace"),
    (DELETES, "delete"),
)

_OF_MONEY = frozenset({"account", "invoice", "order", "payment", "refund", "tax"})
MONEY = frozenset({"price", "cost", "fee", "salary", "wage", "balance", "revenue", "vat"})
# What is money only where a currency stands beside it.
AMOUNTS = frozenset({"amount", "total", "subtotal", "tax"})
CURRENCY = frozenset({"currency"})
# Names that are secrets whoever has them can use.
SECRETS = (
    ("password",),
    ("passwd",),
    ("passphrase",),
    ("secret",),
    ("client", "secret"),
    *((word, "token") for word in ("access", "refresh", "api", "auth", "bearer", "id", "session")),
    *((word, "token") for word in ("reset", "invite", "invitation", "verification", "csrf")),
    *((word, "key") for word in ("api", "private", "secret", "signing", "encryption")),
    ("jwt",),
    ("otp",),
    ("card", "number"),
    ("cvc",),
    ("cvv",),
)
# What is a secret where that is all of the name; the last word of others, as in `page_token`.
SECRETS_ALONE = (("token",), ("credential",), ("credentials",))
# Names of what laws protect wherever it is kept.
PERSONAL = (
    ("ssn",),
    ("social", "security", "number"),
    ("passport", "number"),
    ("national", "id"),
    ("driver", "license", "number"),
    ("driving", "licence", "number"),
    ("date", "of", "birth"),
    ("birth", "date"),
    ("birthday",),
    ("blood", "type"),
    ("religion",),
    ("ethnicity",),
    ("sexual", "orientation"),
)
# Names by which a person can be found or called.
CONTACT = (
    ("phone",),
    ("phone", "number"),
    ("mobile",),
    ("first", "name"),
    ("last", "name"),
    ("full", "name"),
    ("surname",),
    ("street",),
)


def ends_with(name: Name, many: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the last words of a name are those of one of many."""
    return any(name.words[-len(words) :] == words for words in many)


def is_money(name: Name) -> bool:
    """Whether the last word, or the one before ``amount`` and ``total``, is one of money."""
    words = name.words
    if len(words) > 1 and words[-1] in ("amount", "total", "balance"):
        return words[-2] in MONEY | _OF_MONEY
    return words[-1] in MONEY


def both_numbers(*nouns: str) -> frozenset[tuple[str, ...]]:
    """The words of nouns in singular and plural."""
    names = [Name.parse(noun) for noun in nouns]
    return frozenset(words for one in names for words in (one.words, plural(one).words))


def verb_of(word: str) -> str | None:
    """The verb of the language that a word of an operation's name means."""
    return next((verb for words, verb in _VERBS if word in words), None)
