"""A router finds the place of a path, whatever characters its keys have."""

import pytest

from generator.styles.rest.runtime.router import Router

PATHS = [
    "/products",
    "/products/{product_id}",
    "/products/{product_id}:restock",
    "/products/{product_id}/parts/{part_id}",
    "/products/new/parts",
    "/products:search",
    "/people/{person_id}/address",
    "/a/{x}/c",
    "/a/b/d",
]


@pytest.fixture
def router() -> Router[str]:
    made: Router[str] = Router()
    for path in PATHS:
        made.add("GET", path, path)
    return made


@pytest.mark.parametrize(
    ("target", "path", "values"),
    [
        ("/products", "/products", []),
        ("/products/1", "/products/{product_id}", ["1"]),
        ("/products/a%2Fb", "/products/{product_id}", ["a/b"]),
        ("/products/a%20b+c", "/products/{product_id}", ["a b+c"]),
        ("/products/%C3%A4", "/products/{product_id}", ["ä"]),
        ("/products/a:b", "/products/{product_id}", ["a:b"]),
        ("/products/a:restock", "/products/{product_id}:restock", ["a"]),
        ("/products/a:b:restock", "/products/{product_id}:restock", ["a:b"]),
        ("/products/a%3Arestock", "/products/{product_id}", ["a:restock"]),
        ("/products/1/parts/2", "/products/{product_id}/parts/{part_id}", ["1", "2"]),
        ("/products/new", "/products/{product_id}", ["new"]),
        ("/products/new/parts/2", "/products/{product_id}/parts/{part_id}", ["new", "2"]),
        ("/products/new/parts", "/products/new/parts", []),
        ("/products:search", "/products:search", []),
        ("/products%3Asearch", "/products:search", []),
        ("/pro%64ucts", "/products", []),
        ("/people/%2E%2E/address", "/people/{person_id}/address", [".."]),
        ("/a/b/c", "/a/{x}/c", ["b"]),
        ("/a/b/d", "/a/b/d", []),
    ],
)
def test_a_path_has_its_place(
    router: Router[str], target: str, path: str, values: list[str]
) -> None:
    place, found = router.find(target)
    assert (place.endpoints["GET"], found) == (path, values)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "/",
        "/product",
        "/products/1/2",
        "/products/1/parts",
        "/people/1",
        "products",
        "//",
        "/products/",
        "/products/:restock",
    ],
)
def test_nothing_is_at_an_unknown_path(router: Router[str], target: str) -> None:
    place, values = router.find(target)
    assert (place.endpoints, values) == ({}, [])


def test_a_path_without_its_first_slash_is_nowhere(router: Router[str]) -> None:
    router.add("GET", "/{x}", "x")
    assert router.find("/1")[1] == ["1"]
    assert router.find("1")[0].endpoints == {}


def test_allow_lists_the_methods_of_a_place_in_order(router: Router[str]) -> None:
    router.add("DELETE", "/products/{product_id}", "x")
    router.add("PATCH", "/products/{product_id}", "x")
    place, _ = router.find("/products/1")
    assert place.allow == "GET, HEAD, PATCH, DELETE, OPTIONS"
