// Calls a server of products with @grpc/grpc-js, typed by @grpc/proto-loader.

import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

import type { ProtoGrpcType } from "./types/products.js";
import type { AddProductResponse } from "./types/shop/products/v1/AddProductResponse.js";
import type { GetProductResponse } from "./types/shop/products/v1/GetProductResponse.js";
import type { ListProductsResponse } from "./types/shop/products/v1/ListProductsResponse.js";

const [target, name, root, file] = process.argv.slice(2) as [string, string, string, string];
const loaded = grpc.loadPackageDefinition(
  loadSync(file, { enums: String, includeDirs: [root] }),
) as unknown as ProtoGrpcType;
const { ProductsService } = loaded.shop.products.v1;
const client = new ProductsService(target, grpc.credentials.createInsecure());

type Done<T> = (error: grpc.ServiceError | null, value?: T) => void;

function call<T>(start: (done: Done<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (value === undefined ? reject(error) : resolve(value)));
  });
}

const request = { name, price: "22.50", category: "CATEGORY_CLOTHES" } as const;
const { product: made } = await call<AddProductResponse>((done) =>
  client.AddProduct(request, done),
);
const { product: got } = await call<GetProductResponse>((done) =>
  client.GetProduct({ productId: made?.id }, done),
);
const { products } = await call<ListProductsResponse>((done) =>
  client.ListProducts({ category: "CATEGORY_CLOTHES" }, done),
);
let error: unknown[] = [];
try {
  await call<GetProductResponse>((done) => client.GetProduct({ productId: "missing" }, done));
} catch (raised) {
  const failure = raised as grpc.ServiceError;
  const [details] = failure.metadata.get("grpc-status-details-bin");
  const text = String(details);
  error = [/PRODUCT_NOT_FOUND/.exec(text)?.[0], /missing/.exec(text)?.[0]];
}
client.close();

console.log(
  JSON.stringify({
    made: [made?.name, made?.price, made?.category],
    got: [got?.name, got?.price, got?.category],
    listed: products?.some((product) => product.id === made?.id),
    error,
  }),
);
