// Runs the calls of connect-es.ts under Node: `connect-node.js TARGET TRANSPORT (binary|json)`.

import * as node from "@connectrpc/connect-node";
import * as web from "@connectrpc/connect-web";

import { report } from "./connect-es.js";

const [baseUrl, name, format] = process.argv.slice(2) as [string, string, string];
const useBinaryFormat = format === "binary";
const httpVersion = "1.1";
const transports = {
  "node-connect": () =>
    node.createConnectTransport({ baseUrl, httpVersion, useBinaryFormat, useHttpGet: true }),
  "node-grpc-web": () => node.createGrpcWebTransport({ baseUrl, httpVersion, useBinaryFormat }),
  "web-connect": () => web.createConnectTransport({ baseUrl, useBinaryFormat, useHttpGet: true }),
  "web-grpc-web": () => web.createGrpcWebTransport({ baseUrl, useBinaryFormat }),
};
const make = transports[name as keyof typeof transports];
console.log(JSON.stringify(await report(make(), name.startsWith("node-"))));
