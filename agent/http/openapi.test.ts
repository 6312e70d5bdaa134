import { expect, test, vi } from "vitest";
import { startEdge } from "../../e2e/support/agent-edge.ts";
import { stubServices } from "../../e2e/support/agent-services.ts";
import { Durations } from "./durations.ts";
import { Metrics } from "./metrics.ts";
import { openapi } from "./openapi.ts";
import { allEndpoints } from "./routes.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

type Document = {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters: { name: string; in: string; required: boolean }[];
        "x-right"?: string;
        requestBody?: object;
        responses: Record<string, object>;
      }
    >
  >;
};
const endpoints = allEndpoints(new Metrics(new Durations(), "1"), "1");
const document = openapi(endpoints, "1") as Document;

test("every endpoint is described, and nothing else", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = endpoints.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  expect(described.toSorted()).toEqual(served.toSorted());
});

test("each operation states its right, its parameters and its errors", () => {
  const exec = document.paths["/v1/pods/{id}/apps/{app}/exec"]?.get;
  expect(exec?.["x-right"]).toBe("exec:open");
  expect(exec?.parameters.map(({ name, in: place, required }) => `${place} ${name}${required ? "" : "?"}`)).toEqual([
    "path id",
    "path app",
    "query command",
    "query tty?",
    "query columns?",
    "query rows?",
  ]);
  expect(document.paths["/metrics"]?.get?.["x-right"]).toBeUndefined();
  for (const methods of Object.values(document.paths))
    for (const operation of Object.values(methods)) expect(operation.responses.default).toBeDefined();
});

test("bodies and answers carry their schemas, all of it plain JSON", () => {
  expect(document.paths["/v1/pods"]?.post?.requestBody).toMatchObject({
    content: {
      "application/json": { schema: { properties: { apps: { type: "array" }, hostname: { type: "string" } } } },
    },
  });
  expect(document.paths["/v1/pods/{id}"]?.get?.responses[200]).toMatchObject({
    content: { "application/json": { schema: { properties: { uuid: { type: "string" } } } } },
  });
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

test("it is what the server answers", async () => {
  const edge = await startEdge(stubServices());
  try {
    const { body } = await edge.ask({ path: "/v1/openapi.json", as: "viewer" });
    expect(Object.keys(body.paths as object)).toEqual(Object.keys(document.paths));
  } finally {
    await edge.stop();
  }
});
