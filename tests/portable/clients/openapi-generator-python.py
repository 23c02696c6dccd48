"""Calls a server of products through the client that openapi-generator makes for Python."""

import json
import sys

from client import ApiClient, Configuration, ProductsApi
from client.exceptions import NotFoundException
from client.models import AddProductRequest, Category, ProductNotFound

with ApiClient(Configuration(host=sys.argv[1])) as client:
    api = ProductsApi(client)
    body = AddProductRequest(name=sys.argv[2], price="22.50", category=Category.CLOTHES)
    made = api.add_product(body)
    got = api.get_product(made.id)
    page = api.list_products(category=Category.CLOTHES)
    try:
        api.get_product("missing")
    except NotFoundException as raised:
        missing = raised.data
    assert isinstance(missing, ProductNotFound), missing

print(
    json.dumps(
        {
            "made": [made.name, made.price, made.category.value],
            "got": [got.name, got.price, got.category.value],
            "listed": made.id in [product.id for product in page.products],
            "error": [missing.error, missing.product_id],
        }
    )
)
