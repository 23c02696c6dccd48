// Calls a server of products with grpc-go, through what protoc-gen-go and protoc-gen-go-grpc make.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	products "portable.test/protoc-gen-go/products"
)

func main() {
	ctx := context.Background()
	credentials := grpc.WithTransportCredentials(insecure.NewCredentials())
	connection, err := grpc.NewClient(os.Args[1], credentials)
	check(err)
	client := products.NewProductsServiceClient(connection)
	clothes := products.Category_CATEGORY_CLOTHES
	made, err := client.AddProduct(ctx, &products.AddProductRequest{
		Name: proto.String(os.Args[2]), Price: proto.String("22.50"), Category: clothes,
	})
	check(err)
	id := made.Product.Id
	got, err := client.GetProduct(ctx, &products.GetProductRequest{ProductId: proto.String(id)})
	check(err)
	page, err := client.ListProducts(ctx, &products.ListProductsRequest{Category: &clothes})
	check(err)
	listed := false
	for _, product := range page.Products {
		listed = listed || product.Id == id
	}
	_, err = client.GetProduct(ctx, &products.GetProductRequest{ProductId: proto.String("missing")})
	details := status.Convert(err).Details()
	info := details[0].(*errdetails.ErrorInfo)
	fields := details[1].(*products.ProductNotFound)
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"made":   []any{made.Product.Name, made.Product.Price, made.Product.Category.String()},
		"got":    []any{got.Product.Name, got.Product.Price, got.Product.Category.String()},
		"listed": listed,
		"error":  []any{info.Reason, fields.ProductId},
	}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
