"""Calls a server of products with grpcio, and reads errors with googleapis-common-protos."""

import json
import sys

import grpc
from google.rpc import error_details_pb2, status_pb2
from shop.products.v1 import products_pb2, products_pb2_grpc

with grpc.insecure_channel(sys.argv[1]) as channel:
    stub = products_pb2_grpc.ProductsServiceStub(channel)
    clothes = products_pb2.CATEGORY_CLOTHES
    request = products_pb2.AddProductRequest(name=sys.argv[2], price="22.50", category=clothes)
    made = stub.AddProduct(request).product
    got = stub.GetProduct(products_pb2.GetProductRequest(product_id=made.id)).product
    page = stub.ListProducts(products_pb2.ListProductsRequest(category=clothes))
    try:
        stub.GetProduct(products_pb2.GetProductRequest(product_id="missing"))
    except grpc.RpcError as raised:
        trailers = dict(raised.trailing_metadata())
        status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
    info, fields = error_details_pb2.ErrorInfo(), products_pb2.ProductNotFound()
    assert status.details[0].Unpack(info)
    assert status.details[1].Unpack(fields)
    assert info.domain == "shop.products.v1"

print(
    json.dumps(
        {
            "made": [made.name, made.price, products_pb2.Category.Name(made.category)],
            "got": [got.name, got.price, products_pb2.Category.Name(got.category)],
            "listed": made.id in [product.id for product in page.products],
            "error": [info.reason, fields.product_id],
        }
    )
)
