/** The OpenAPI 3.1 description of the endpoints, from their own schemas. */
import { z } from "zod";
import { errorBody } from "../../lib/contract/error-body.ts";
import { stdioProtocol } from "../../lib/contract/stdio.ts";
import type { Endpoint } from "./endpoint.ts";

type Json = Record<string, unknown>;

/** `input` is what a caller sends, `output` what it gets. Checks that JSON Schema cannot say are left to the words. */
function schemaOf(type: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: "any",
    target: "draft-2020-12",
  });
  return schema;
}

function parametersOf(endpoint: Endpoint): Json[] {
  const of = (type: z.ZodType | undefined, place: "path" | "query") => {
    if (type === undefined) return [];
    const { properties = {}, required = [] } = schemaOf(type, "input") as { properties?: Json; required?: string[] };
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      in: place,
      required: place === "path" || required.includes(name),
      schema,
    }));
  };
  return [...of(endpoint.params, "path"), ...of(endpoint.query, "query")];
}

function requestBody(endpoint: Endpoint): Json {
  if (endpoint.kind === "lines" && endpoint.raw)
    return { requestBody: { required: true, content: { "application/octet-stream": {} } } };
  if (endpoint.body === undefined) return {};
  return { requestBody: { content: { "application/json": { schema: schemaOf(endpoint.body, "input") } } } };
}

function success(endpoint: Endpoint): Json {
  switch (endpoint.kind) {
    case "json":
      if (endpoint.answer === null) return { 204: { description: "Done" } };
      return {
        200: {
          description: "The answer",
          content: { "application/json": { schema: schemaOf(endpoint.answer, "output") } },
        },
      };
    case "lines":
      return {
        200: {
          description: "One value a line",
          content: { "application/x-ndjson": { schema: schemaOf(endpoint.line, "output") } },
        },
      };
    case "socket":
      return { 101: { description: `A WebSocket with the subprotocol ${stdioProtocol}` } };
    case "bytes":
      return { 200: { description: "Bytes", content: { "application/octet-stream": {} } } };
    case "text":
      return { 200: { description: "Text", content: { "text/plain": { schema: { type: "string" } } } } };
  }
}

function operation(endpoint: Endpoint): Json {
  const { right } = endpoint;
  return {
    summary: endpoint.summary,
    ...(typeof right === "string" ? { security: [{ certificate: [] }] } : { "x-right": `${right.noun}:${right.verb}` }),
    parameters: parametersOf(endpoint),
    ...requestBody(endpoint),
    responses: { ...success(endpoint), default: { $ref: "#/components/responses/error" } },
  };
}

export function openapi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:([a-z]+)/gi, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Craton node agent", version },
    security: [{ certificate: [], assertion: [] }],
    paths,
    components: {
      securitySchemes: {
        certificate: { type: "mutualTLS", description: "A client certificate of the node's own authority" },
        assertion: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "The signed user, good once" },
      },
      responses: {
        error: {
          description: "What went wrong",
          content: { "application/json": { schema: schemaOf(errorBody, "output") } },
        },
      },
    },
  };
}
