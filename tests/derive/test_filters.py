"""What a filter asks of an item, told from names and types; and where nothing tells."""

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from generator.compare.mock.filters import filter_test
from generator.model import Api, FieldRole, Record
from tests.contract import api_of

CONTRACT = """
types:
  State: {{enum: [Open, Closed]}}
  Money: {{fields: {{amount: decimal, currency: string}}}}
  Fee:   {{fields: {{amount: decimal}}}}
  Order:
    fields:
      id:       {{type: string, read_only: true}}
      name:     string
      count:    int32
      state:    State
      topics:   list<string>
      money:    Money
      sent_at:  timestamp?
      born_on:  date
resources:
  Order: {{key: id}}
operations:
  ListOrders:
    list: Order
    filter: {{{name}: {type}}}
"""
NOON = datetime.datetime(2026, 5, 10, 12, tzinfo=datetime.UTC)
MAY_10, MAY_11 = datetime.date(2026, 5, 10), datetime.date(2026, 5, 11)
ITEM = SimpleNamespace(
    name="Ada's hat",
    count=3,
    state="Open",
    topics=["new", "hat"],
    money=SimpleNamespace(amount=Decimal("9.50"), currency="EUR"),
    sent_at=NOON,
    born_on=MAY_10,
)


def asked(api: Api) -> Any:
    operation = api.operations_on("Order")[0]
    record = api.types["Order"]
    assert isinstance(record, Record)
    found = next(f for f in api.request(operation).fields if f.role is FieldRole.FILTER)
    return filter_test(api, record, found)


def told(name: str, type_: str) -> Any:
    return asked(api_of(CONTRACT.format(name=name, type=type_)))


@pytest.mark.parametrize(
    ("name", "type_", "passing", "failing"),
    [
        ("name", "string?", "Ada's hat", "Ada"),
        ("count", "int32?", 3, 4),
        ("states", '"list<State>"', ["Closed", "Open"], ["Closed"]),
        ("states", '"list<State>"', [], ["Closed"]),
        ("topic", "string?", "hat", "shoe"),
        ("topics", '"list<string>"', ["shoe", "hat"], ["shoe"]),
        ("min_count", "int32?", 3, 4),
        ("max_count", "decimal?", Decimal(3), Decimal("2.9")),
        ("min_amount", "decimal?", Decimal("9.50"), Decimal("9.51")),
        ("currencies", '"list<string>"', ["EUR"], ["USD"]),
        ("name_prefix", "string?", "Ada", "hat"),
        ("name_suffix", "string?", "hat", "Ada"),
        ("name_contains", "string?", "'s ", "shoe"),
        ("sent_since", "timestamp?", NOON, NOON + datetime.timedelta(seconds=1)),
        ("sent_before", "timestamp?", NOON + datetime.timedelta(seconds=1), NOON),
        ("sent_not_before", "date?", MAY_10, MAY_11),
        ("since", "timestamp?", NOON, NOON + datetime.timedelta(seconds=1)),
        ("until_born", "date?", MAY_10, datetime.date(2026, 5, 9)),
    ],
)
def test_a_filter_is_told_from_its_name_and_type(
    name: str, type_: str, passing: Any, failing: Any
) -> None:
    test = told(name, type_)
    assert test(ITEM, passing)
    assert not test(ITEM, failing)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("query", "string?"),
        ("min_name", "string?"),  # texts have no bounds
        ("min_state", "int32?"),
        ("not_before", "date?"),  # of a timestamp, or of a date?
        ("count_prefix", "string?"),
    ],
)
def test_a_filter_that_nothing_tells_has_no_test(name: str, type_: str) -> None:
    assert told(name, type_) is None


def test_a_name_that_two_records_within_have_tells_nothing() -> None:
    two = CONTRACT.replace("      money:    Money\n", "      money: Money\n      fee: Fee\n")
    assert asked(api_of(two.format(name="min_amount", type="decimal?"))) is None
    assert asked(api_of(two.format(name="currency", type="string?"))) is not None


def test_what_has_no_value_does_not_pass() -> None:
    never = SimpleNamespace(**{**vars(ITEM), "sent_at": None})
    assert not told("sent_since", "timestamp?")(never, NOON)
