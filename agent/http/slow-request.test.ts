/** Clients that send a byte at a time are cut off while others are served. */
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Edge, startEdge } from "../../e2e/support/agent-edge.ts";
import { stubServices } from "../../e2e/support/agent-services.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge(stubServices(), { headersTimeout: 3000 });
});
afterAll(() => edge.stop());

test("headers that do not end are cut off within their time, all of them, and others are served meanwhile", async () => {
  let closed = 0;
  const slow = Array.from({ length: 50 }, () => {
    const socket = connect({ host: "127.0.0.1", port: edge.port, servername: edge.node, ...edge.tls });
    socket.write("GET /v1/node HTTP/1.1\r\nhost: a\r\n");
    const drip = setInterval(() => socket.write("x"), 200);
    return new Promise<string>((resolve) => {
      let said = "";
      socket.on("data", (part) => {
        said += part;
      });
      socket.on("error", () => {});
      socket.once("close", () => {
        clearInterval(drip);
        closed += 1;
        resolve(said);
      });
    });
  });
  expect((await edge.ask()).status).toBe(200);
  expect(closed).toBe(0);
  const answers = await Promise.all(slow);
  expect(answers.filter((answer) => answer.includes("the headers took too long"))).toHaveLength(50);
});
