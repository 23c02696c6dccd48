"""Names: their spelling, and that they stay apart in generated code."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.declare.parts import Spanned
from generator.contract.resolve.spelling import Names
from generator.diagnostics import Problems, Span
from generator.naming import Name
from tests.contract import HEADER, api_of, read


def codes(text: str) -> list[str]:
    return [found.code for found in read(HEADER + text)[1]]


@pytest.mark.parametrize("word", [w for w in keyword.kwlist if w.islower()] + ["message", "oneof"])
def test_a_keyword_can_name_a_field(word: str) -> None:
    record = api_of(f"types: {{A: {{fields: {{{word}: string}}}}}}\n").types["A"]
    assert record.name == "A"


@pytest.mark.parametrize("name", ["Type", "Import", "Message", "Route", "Service", "List", "Set"])
def test_ordinary_words_can_name_a_type(name: str) -> None:
    assert codes(f"types: {{{name}: {{fields: {{a: string}}}}}}\n") == []


@pytest.mark.parametrize(
    ("package", "valid"),
    [
        ("shop.v1", True),
        ("com.shop.order_items.v12beta1", True),
        ("v1", False),
        ("shop.v0", False),
        ("Shop.v1", False),
        ("shop..v1", False),
        ("shop-x.v1", False),
        ("shop.1", False),
    ],
)
def test_packages(package: str, valid: bool) -> None:
    found = [p.code for p in read(f"contract: {package}\n")[1]]
    assert found == ([] if valid else ["GEN205"])


@pytest.mark.parametrize(
    ("version", "valid"),
    [
        ("1.0.0", True),
        ("1.0.0-beta.1+build.5", True),
        ("1.0", False),
        ("01.0.0", False),
        ("v1.0.0", False),
        ("1", False),
        ("1.0.0-01", False),
    ],
)
def test_versions(version: str, valid: bool) -> None:
    found = [p.code for p in read(f"contract: a.v1\nversion: {version}\n")[1]]
    assert found == ([] if valid else ["GEN206"])


def test_the_version_follows_from_the_package_when_none_is_given() -> None:
    assert api_of("contract: shop.products.v3\n").version == "3.0.0"


def test_types_and_errors_share_their_names() -> None:
    text = "types: {Lost: {fields: {a: string}}}\nerrors: {Lost: {code: not_found}}\n"
    assert codes(text) == ["GEN212"]


WORDS = st.from_regex(r"[a-z][a-z0-9]{0,3}(_[a-z0-9]{1,3}){0,2}", fullmatch=True)


@given(st.lists(WORDS, min_size=2, max_size=8, unique=True))
def test_names_that_are_kept_differ_in_every_case(texts: list[str]) -> None:
    names = Names(Problems())
    span = Span(file="a", line=1, column=1, end_line=1, end_column=2)
    kept = [Name.parse(t) for t in texts if names.take(Spanned(value=t, span=span), Name.parse(t))]
    for case in ("snake", "camel", "pascal", "kebab"):
        forms = [getattr(name, case) for name in kept]
        assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("text", "snake", "camel"),
    [
        ("is_2fa_enabled", "is_2fa_enabled", "is2faEnabled"),
        ("b2b_customer", "b2b_customer", "b2bCustomer"),
        ("md5sum", "md5sum", "md5sum"),
        ("B2BCustomer", "b2b_customer", "b2bCustomer"),
        ("S3Bucket", "s3_bucket", "s3Bucket"),
        ("oauth2Client", "oauth2_client", "oauth2Client"),
        ("MD5sum", "md5sum", "md5sum"),
        ("HTTP2Server", "http2_server", "http2Server"),
        ("HTTPStatus", "http_status", "httpStatus"),
        ("userId2", "user_id2", "userId2"),
        ("v1beta1", "v1beta1", "v1beta1"),
        ("X509Cert", "x509_cert", "x509Cert"),
    ],
)
def test_words_end_at_separators_and_changes_of_case_and_not_at_digits(
    text: str, snake: str, camel: str
) -> None:
    name = Name.parse(text)
    assert (name.snake, name.camel) == (snake, camel)


@given(WORDS)
def test_a_name_in_snake_case_is_spelled_as_it_is_written(text: str) -> None:
    assert Name.parse(text).snake == text
