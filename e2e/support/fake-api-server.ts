/** An https server of 127.0.0.1 that answers as a test says, with a kubeconfig for it. For what a real API server never does. */
import type http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "./certificate.ts";

export type FakeApiServer = {
  port: number;
  url: string;
  ca: string;
  /** Heads of all requests, oldest first. */
  requests: { method: string; url: string; rawHeaders: string[]; body: string }[];
  /** A kubeconfig in JSON; `user` and `cluster` are added to what it holds. */
  kubeconfig(user: Record<string, unknown>, cluster?: Record<string, unknown>): string;
  stop(): Promise<void>;
};

export async function startFakeApiServer(answer: http.RequestListener): Promise<FakeApiServer> {
  const { cert, key } = makeCertificate({
    subject: "/CN=fake-api-server",
    extensions: ["subjectAltName=IP:127.0.0.1,DNS:localhost", "basicConstraints=critical,CA:TRUE"],
  });
  const requests: FakeApiServer["requests"] = [];
  const server = https.createServer({ cert, key }, async (request, response) => {
    const { method = "", url = "", rawHeaders } = request;
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    requests.push({ method, url, rawHeaders, body });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}`;
  return {
    port,
    url,
    ca: cert,
    requests,
    kubeconfig: (user, cluster = {}) =>
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "fake",
        contexts: [{ name: "fake", context: { cluster: "fake", user: "fake" } }],
        users: [{ name: "fake", user }],
        clusters: [
          {
            name: "fake",
            cluster: { server: url, "certificate-authority-data": Buffer.from(cert).toString("base64"), ...cluster },
          },
        ],
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
