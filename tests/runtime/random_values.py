"""Makes random values for a JSON Schema: most of them nearly right, some quite wrong."""

import random
import string
from collections.abc import Mapping
from typing import Any

_JUNK: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.0,
    0.5,
    -0.0,
    2**31,
    2**63,
    2**64,
    1e300,
    "",
    "a",
    "1",
    "Ünï",
    "\N{PILE OF POO}" * 3,
    "a\n",
    [],
    {},
    [1, 1],
    ["a", "a"],
    {"a": 1},
]
TEXTS: dict[str, list[str]] = {
    "decimal": [
        "0",
        "-0",
        "1.50",
        "-1.005",
        "12E999",
        "1e3",
        "1E+3",
        "0E-5",
        "99.99",
        "100",
        "00",
        "1.",
        ".5",
        "NaN",
        "1e",
        "0.10",
        "1E-999",
    ],
    "date-time": [
        "2026-11-22T09:30:00Z",
        "2026-11-22T09:30:00.123456789+05:30",
        "2026-11-22t09:30:00z",
        "2026-02-30T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999999Z",
        "9999-12-31T23:59:59-14:00",
        "2026-11-22T09:30:00",
        "2026-11-22 09:30:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T09:30:00+24:00",
        "2026-11-22T09:30:00,5Z",
        "2026-11-22T09:30:00.1234567Z",
    ],
    "date": [
        "2026-11-22",
        "2024-02-29",
        "2025-02-29",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "26-1-1",
    ],
    "time-local": [
        "09:30:00",
        "23:59:60",
        "24:00:00",
        "09:30",
        "09:30:00.5",
        "09:30:00.1234567",
        "9:30:00",
    ],
    "duration": [
        "PT1H30M",
        "P1D",
        "PT0S",
        "-PT5S",
        "PT0.5S",
        "P999999999D",
        "P3652500D",
        "P3650000D",
        "-P3649999DT86399.999999S",
        "P3649999DT86400S",
        "P2999999DT9999H999999M99999999S",
        "PT9999999H999999999M99999999999S",
        "PT315576000000S",
        "P1Y",
        "PT1S2M",
        "-P1DT1H",
        "PT1M1.000001S",
    ],
    "uuid": [
        "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "7D444840-9DC0-11D1-B245-5FFDCE74FAD2",
        "7d4448409dc011d1b2455ffdce74fad2",
        "{7d444840-9dc0-11d1-b245-5ffdce74fad2}",
        "urn:uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "00000000-0000-0000-0000-000000000000",
        "7d444840-9dc0-11d1-b245-5ffdce74fad",
    ],
    "uri": ["https://a.example/b?c#d", "urn:a:b", "mailto:a@b.de", "a", "/a", "http://ä.de", ":"],
    "email": ["a@b.de", "a", "a@", "@b", '"a b"@c.de', "ä@b.de", "a@b.de\n", "a+b@c.example"],
    "hostname": [
        *("a", "db-1.example.com", "A.B", "10.0.0.2", "xn--ngo", "a" * 63, f"{'a' * 64}.de"),
        *("", ".", "a.", "a..b", "-a", "a-", "a_b", "ä.de", "ab--cd", "xn--X", "a b", "a\n"),
    ],
    "base64": ["YWJj", "YWI=", "YQ==", "YQ", "=", "YWJ", "YWJj", "YR==", "-_-_", "YWJjZA==", ""],
}


class Values:
    """Random values of the definitions of one document."""

    def __init__(self, definitions: Mapping[str, Any], seed: int) -> None:
        self._definitions = definitions
        self._random = random.Random(seed)

    def of(self, schema: Mapping[str, Any], depth: int = 0, wrong: float = 0.04) -> Any:
        """A value; each part of it is, with this probability, any value."""
        choose = self._random
        if choose.random() < wrong:
            return choose.choice(_JUNK)
        if "$ref" in schema:
            return self.of(self._definitions[schema["$ref"].rpartition("/")[2]], depth, wrong)
        if "if" in schema and "type" not in schema:
            return None if choose.random() < 0.2 else self.of(schema["else"], depth, wrong)
        if "allOf" in schema:
            return self._variant(schema, depth, wrong)
        for keyword in ("const", "enum"):
            if keyword in schema:
                found = schema[keyword]
                return found if keyword == "const" else choose.choice([*found, "other"])
        kinds = schema.get("type", ["null", "string", "integer", "object", "array"])
        kind = kinds if isinstance(kinds, str) else choose.choice(kinds)
        return getattr(self, f"_{kind}")(schema, depth, wrong)

    def _variant(self, schema: Mapping[str, Any], depth: int, wrong: float) -> Any:
        branch = self._random.choice(schema["allOf"])
        value = self.of(branch["then"], depth, wrong)
        if isinstance(value, dict) and self._random.random() < wrong:
            value.pop(next(iter(branch["if"]["required"])), None)
        return value

    def _null(self, *_: object) -> None:
        return None

    def _boolean(self, *_: object) -> bool:
        return self._random.random() < 0.5

    def _integer(self, schema: Mapping[str, Any], *_: object) -> float:
        low, high = schema.get("minimum", -(2**31)), schema.get("maximum", 2**31)
        edges = [low - 1, low, low + 1, high - 1, high, high + 1, 0, 1, 2.0, 7, 10.5]
        return self._random.choice(edges)

    def _number(self, schema: Mapping[str, Any], *_: object) -> float:
        number = self._random.choice([0, 1, -1, 0.1, 1.5, 1e10, -2.25, 1e-7, 3e38, 4e38, 1e308])
        return self._random.choice([number, schema.get("minimum", number)])

    def _string(self, schema: Mapping[str, Any], *_: object) -> str:
        form = schema.get("format") or schema.get("title", "")
        if schema.get("contentEncoding") == "base64":
            form = "base64"
        if form in TEXTS and self._random.random() < 0.95:
            return self._random.choice(TEXTS[form])
        low = schema.get("minLength", 0)
        length = self._random.choice([low, low + 1, low - 1, 3, schema.get("maxLength", 4) + 1])
        letters = string.ascii_lowercase if self._random.random() < 0.5 else "Aé1 /~-\U0001f4a9"
        return "".join(self._random.choices(letters, k=max(length, 0)))

    def _array(self, schema: Mapping[str, Any], depth: int, wrong: float) -> list[Any]:
        most = schema.get("maxItems", 4)
        count = self._random.choice([0, 1, 2, 3, min(most, 30) + (self._random.random() < 0.1)])
        count = 0 if depth > 4 else count
        return [self.of(schema.get("items", {}), depth + 1, wrong) for _ in range(count)]

    def _object(self, schema: Mapping[str, Any], depth: int, wrong: float) -> dict[str, Any]:
        required = schema.get("required", ())
        made = {}
        for name, part in schema.get("properties", {}).items():
            kept = name in required and self._random.random() > wrong
            if kept or (depth < 5 and self._random.random() < 0.5):
                made[name] = self.of(part, depth + 1, wrong)
        others = schema.get("additionalProperties")
        if isinstance(others, Mapping) and depth < 5:
            for name in self._random.sample(
                ["a", "b/c", "d~e", "x y", "ü"], self._random.randrange(3)
            ):
                made[name] = self.of(others, depth + 1, wrong)
        elif self._random.random() < wrong:
            made["unknown"] = 1
        return made
