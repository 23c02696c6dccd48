// Calls a server of cameras with grpc-go: a stream in, a stream back, and both ways.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"os"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	cameras "portable.test/protoc-gen-go/cameras"
)

func main() {
	ctx := context.Background()
	credentials := grpc.WithTransportCredentials(insecure.NewCredentials())
	connection, err := grpc.NewClient(os.Args[1], credentials)
	check(err)
	client := cameras.NewCameraHubServiceClient(connection)

	uploading, err := client.UploadFrames(ctx)
	check(err)
	for number := range 3 {
		frame := &cameras.Frame{Number: proto.Uint64(uint64(number)), Jpeg: []byte("x"), TakenAt: timestamppb.Now()}
		check(uploading.Send(&cameras.UploadFramesRequest{Frame: frame}))
	}
	uploaded, err := uploading.CloseAndRecv()
	check(err)

	steering, err := client.SteerCamera(ctx)
	check(err)
	var pans []float64
	for step := range 3 {
		move := &cameras.Move{Pan: proto.Float32(float32(step))}
		check(steering.Send(&cameras.SteerCameraRequest{Move: move}))
		position, err := steering.Recv()
		check(err)
		pans = append(pans, position.Position.GetPan())
	}
	check(steering.CloseSend())
	_, end := steering.Recv()

	numbers, _ := watch(client, 1)
	seen, failed := watch(client, 404)
	reason := ""
	for _, detail := range status.Convert(failed).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			reason = info.Reason
		}
	}
	invalid, err := client.UploadFrames(ctx)
	check(err)
	check(invalid.Send(&cameras.UploadFramesRequest{}))
	_, wrong := invalid.CloseAndRecv()
	violation := status.Convert(wrong).Details()[0].(*errdetails.BadRequest).FieldViolations[0]
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"kept":    uploaded.Kept,
		"pans":    pans,
		"ended":   end == io.EOF,
		"numbers": numbers,
		"failed":  []any{seen, reason},
		"invalid": []any{violation.Field, violation.Description},
	}))
}

func watch(client cameras.CameraHubServiceClient, id uint32) (numbers []uint64, err error) {
	watching, err := client.WatchCamera(context.Background(), &cameras.WatchCameraRequest{CameraId: proto.Uint32(id)})
	check(err)
	for {
		response, err := watching.Recv()
		if err == io.EOF {
			return numbers, nil
		}
		if err != nil {
			return numbers, err
		}
		numbers = append(numbers, response.Frame.GetNumber())
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
