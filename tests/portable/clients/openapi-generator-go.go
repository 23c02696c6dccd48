// Calls a server of products through the client that openapi-generator makes for Go.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"

	"portable.test/openapi-generator-go/products"
)

func main() {
	ctx := context.Background()
	configuration := products.NewConfiguration()
	configuration.Servers = products.ServerConfigurations{{URL: os.Args[1]}}
	api := products.NewAPIClient(configuration).ProductsAPI
	body := products.NewAddProductRequest(os.Args[2], "22.50", products.CATEGORY_CLOTHES)
	made, _, err := api.AddProduct(ctx).AddProductRequest(*body).Execute()
	check(err)
	got, _, err := api.GetProduct(ctx, made.Id).Execute()
	check(err)
	page, _, err := api.ListProducts(ctx).Category(products.CATEGORY_CLOTHES).Execute()
	check(err)
	listed := false
	for _, product := range page.Products {
		listed = listed || product.Id == made.Id
	}
	_, _, err = api.GetProduct(ctx, "missing").Execute()
	var failure *products.GenericOpenAPIError
	if !errors.As(err, &failure) {
		log.Fatal(err)
	}
	missing := failure.Model().(products.ProductNotFound)
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"made":   []any{made.Name, made.Price, made.Category},
		"got":    []any{got.Name, got.Price, got.Category},
		"listed": listed,
		"error":  []any{missing.Error, missing.ProductId},
	}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
