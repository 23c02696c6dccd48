"""Sells T-shirts over ``shop.products.v1``."""

from decimal import Decimal

import pytest

from generated.products import Category, ProductExists, ProductNotFound, Products


async def walk(service: Products) -> None:
    shirt = await service.add_product(
        name="T-Shirt", price=Decimal("22.00"), category=Category.CLOTHES
    )
    assert shirt.name == "T-Shirt"
    assert str(shirt.price) == "22.00"
    assert shirt.tags == []
    assert shirt.note is None
    assert shirt.created_at.tzinfo is not None

    book = await service.add_product(
        name="Ein Buch für \N{SNOWMAN} & Freunde\N{RIGHT-TO-LEFT OVERRIDE}",
        price=Decimal("0.10"),
        category=Category.BOOKS,
        tags=["", "a b", "ünïcode"],
        note="",
    )
    assert book.tags == ["", "a b", "ünïcode"]
    assert book.note == ""
    assert await service.get_product(product_id=book.id) == book

    with pytest.raises(ProductExists) as exists:
        await service.add_product(name="T-Shirt", price=Decimal(1), category=Category.CLOTHES)
    assert exists.value.name == "T-Shirt"

    cheaper = await service.update_product_price(product_id=shirt.id, price=Decimal("20.00"))
    assert str(cheaper.price) == "20.00"
    assert await service.get_product(product_id=shirt.id) == cheaper

    everything = await service.list_products()
    assert [product.id for product in everything.products] == [shirt.id, book.id]
    assert everything.next_page_token is None
    by_price = await service.list_products(order_by="price")
    assert [product.id for product in by_price.products] == [book.id, shirt.id]
    clothes = await service.list_products(category=Category.CLOTHES, order_by="price desc,name")
    assert clothes.products == [cheaper]
    first = await service.list_products(page_size=1)
    assert first.products == [cheaper]
    assert first.next_page_token is not None
    second = await service.list_products(page_size=1, page_token=first.next_page_token)
    assert second.products == [book]

    await service.delete_product(product_id=shirt.id)
    for call in (service.get_product, service.delete_product):
        with pytest.raises(ProductNotFound) as missing:
            await call(product_id=shirt.id)
        assert missing.value.product_id == shirt.id
    with pytest.raises(ProductNotFound):
        await service.update_product_price(product_id="no such/id?", price=Decimal(1))
