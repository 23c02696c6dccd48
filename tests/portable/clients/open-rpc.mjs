// Judges an OpenRPC document by the specification's own validator, and compiles each schema in it.

import { readFileSync } from "node:fs";

import { validateOpenRPCDocument } from "@open-rpc/schema-utils-js";
import Ajv from "ajv";

const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
const verdict = validateOpenRPCDocument(document);
if (verdict !== true) throw verdict;

// What MethodCallValidator does with a call, but without following references for ever where a
// type holds itself.
const ajv = new Ajv({ unknownFormats: true });
ajv.addSchema({ ...document, $id: "document" });
for (const name of Object.keys(document.components?.schemas ?? {})) {
  ajv.compile({ $ref: `document#/components/schemas/${name}` });
}
for (const [number, method] of document.methods.entries()) {
  for (const place of method.params.keys()) {
    ajv.compile({ $ref: `document#/methods/${number}/params/${place}/schema` });
  }
  ajv.compile({ $ref: `document#/methods/${number}/result/schema` });
}
