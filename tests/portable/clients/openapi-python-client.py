"""Calls a server of products through the client that openapi-python-client makes."""

import json
import sys

from client import Client
from client.api.products import add_product, get_product, list_products
from client.models import AddProductRequest, Category, Product, ProductNotFound, ProductPage

with Client(base_url=sys.argv[1]) as client:
    body = AddProductRequest(name=sys.argv[2], price="22.50", category=Category.CLOTHES)
    made = add_product.sync(client=client, body=body)
    assert isinstance(made, Product), made
    got = get_product.sync(made.id, client=client)
    assert isinstance(got, Product), got
    page = list_products.sync(client=client, category=Category.CLOTHES)
    assert isinstance(page, ProductPage), page
    missing = get_product.sync("missing", client=client)
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
