// Gives a page the calls of connect-es.ts: `await call(TARGET, TRANSPORT, BINARY)`.

import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";

import { report } from "./connect-es.js";

const transports = { connect: createConnectTransport, "grpc-web": createGrpcWebTransport };

Object.assign(globalThis, {
  call: (baseUrl: string, name: keyof typeof transports, useBinaryFormat: boolean) =>
    report(transports[name]({ baseUrl, useBinaryFormat, useHttpGet: true }), false),
});
