"""What only the user knows: values of the right form, or an error that says what is wanted."""

import pytest

from generator.deploy import registry
from generator.deploy.parameter import Form, Parameter, values
from generator.deploy.servers import HOST, SERVER
from generator.diagnostics import Problems

FORMS = {
    Form.TEXT: (["/var/cache", "a b"], ["", "a;b", 'a"b', "a{b", "a\nb", "$x"]),
    Form.ADDRESS: (
        ["127.0.0.1:80", "[::1]:8443", "app.internal:8000"],
        ["127.0.0.1", ":80", "a:0", "a:65536", "a b:80", "a:80;"],
    ),
    Form.HOST: (
        ["shop.example", "*.shop.example", "a"],
        ["", "a b", "-a", "a..b", "a:80", "*", "*shop.example", "shop.*", "a.*.example"],
    ),
    Form.NUMBER: (["0", "12"], ["-1", "1.5", "x", "", "²"]),
    Form.FLAG: (["true", "false"], ["yes", ""]),
}


def problems_of(parameter: Parameter, given: list[str], contracts: list[str]) -> list[str]:
    problems = Problems()
    values([parameter], {parameter.name: given}, contracts, problems)
    return [one.code for one in problems]


@pytest.mark.parametrize("form", Form, ids=lambda form: form.name)
def test_values_have_the_form_of_their_parameter(form: Form) -> None:
    parameter = Parameter(name="it", about="", form=form)
    right, wrong = FORMS[form]
    assert [value for value in right if problems_of(parameter, [value], ["shop"])] == []
    assert [value for value in wrong if not problems_of(parameter, [value], ["shop"])] == []


def test_a_number_has_its_bounds_and_a_choice_its_values() -> None:
    number = Parameter(name="it", about="", form=Form.NUMBER, least=1, most=9)
    choice = Parameter(name="it", about="", choices=("a", "b"))
    assert [v for v in ("0", "1", "9", "10") if problems_of(number, [v], [])] == ["0", "10"]
    assert [v for v in ("a", "c") if problems_of(choice, [v], [])] == ["c"]


def test_one_value_is_one_value() -> None:
    assert problems_of(Parameter(name="it", about=""), ["a", "b"], []) == ["GEN962"]
    assert problems_of(Parameter(name="it", about="", many=True), ["a", "b"], []) == []


def test_of_several_contracts_a_server_says_whose_it_is() -> None:
    assert problems_of(SERVER, ["10.0.0.1:80"], ["shop"]) == []
    assert problems_of(SERVER, ["10.0.0.1:80"], ["shop", "blog"]) == ["GEN962"]
    assert problems_of(SERVER, ["shop=10.0.0.1:80"], ["shop", "blog"]) == []
    assert problems_of(SERVER, ["shpo=10.0.0.1:80"], ["shop", "blog"]) == ["GEN962"]


def test_a_host_is_of_one_contract() -> None:
    assert problems_of(HOST, ["shop=a.example", "blog=b.example"], ["shop", "blog"]) == []
    assert problems_of(HOST, ["shop=a.example", "blog=A.example"], ["shop", "blog"]) == ["GEN962"]
    assert problems_of(HOST, ["a.example", "a.example"], ["shop"]) == ["GEN962"]


def test_values_of_a_contract_are_its_own_and_those_of_none() -> None:
    problems = Problems()
    given = {"server": ["shop=a:1", "blog=b:1", "shop=c:1"]}
    found = values([SERVER], given, ["shop", "blog"], problems)
    assert not problems.failed
    assert found.of("server", "shop") == ("a:1", "c:1")


@pytest.mark.parametrize("name", registry.proxies())
def test_a_cache_of_a_proxy_is_no_larger_than_its_numbers(name: str) -> None:
    found = {one.name: one for one in registry.target(name).parameters}
    assert problems_of(found["cache"], ["1000000"], []) == []
    assert problems_of(found["cache"], ["1000001"], []) == ["GEN962"]
