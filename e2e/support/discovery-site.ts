/** An appc discovery site in the test's own hands, over https with an authority of its own, that misbehaves as the test says. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "./certificate.ts";

type SiteFile = { data: Buffer; headers?: Record<string, string>; status?: number };
/** True when it has answered. */
type Twist = (request: IncomingMessage, response: ServerResponse) => boolean;
export type Asked = { method: string; url: string; host: string; headers: IncomingMessage["headers"] };

export class DiscoverySite {
  readonly folder = mkdtempSync(join(tmpdir(), "craton-site-"));
  /** What is served, by path; discovery pages without their query. */
  readonly files = new Map<string, SiteFile>();
  readonly asked: Asked[] = [];
  twist: Twist = () => false;
  readonly #server: Server;
  readonly #plain: ReturnType<typeof createHttpServer>;

  constructor() {
    const ca = makeCertificate({
      subject: "/CN=site authority",
      extensions: ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign"],
    });
    writeFileSync(this.authority, ca.cert);
    writeFileSync(join(this.folder, "ca.key"), ca.key);
    const extensions = ["subjectAltName=DNS:localhost,IP:127.0.0.1", "extendedKeyUsage=serverAuth"];
    const { cert, key } = makeCertificate({ subject: "/CN=localhost", extensions, ca: this.folder });
    const listener: RequestListener = (request, response) => this.#answer(request, response);
    this.#server = createServer({ cert, key }, listener);
    this.#plain = createHttpServer(listener);
  }

  async start(): Promise<this> {
    for (const server of [this.#server, this.#plain]) await once(server.listen(0, "127.0.0.1"), "listening");
    return this;
  }

  async stop(): Promise<void> {
    for (const server of [this.#server, this.#plain]) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** PEM of the CA. */
  get authority(): string {
    return join(this.folder, "ca.crt");
  }
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  get plainPort(): number {
    return (this.#plain.address() as AddressInfo).port;
  }

  url(path: string, host = "localhost"): string {
    return `https://${host}:${this.port}${path}`;
  }

  /** A page at `/PATH` with these tags. `{site}` in them becomes the site's own origin. */
  page(path: string, ...tags: [name: string, content: string][]): void {
    const metas = tags.map(
      ([name, content]) => `<meta name="${name}" content="${content.replace("{site}", this.url(""))}">`,
    );
    this.files.set(path, { data: Buffer.from(`<!doctype html><html><head>${metas.join("")}</head></html>`) });
  }

  /** Requests whose URL begins so. */
  count(path: string): number {
    return this.asked.filter(({ url }) => url.startsWith(path)).length;
  }

  /** Writes fetch.json: this authority, this port, and the loopback addresses allowed. */
  configure(folder: string, more: object = {}): void {
    mkdirSync(folder, { recursive: true });
    const settings = { authorities: [this.authority], allowInner: ["localhost"], discoveryPort: this.port, ...more };
    writeFileSync(join(folder, "fetch.json"), JSON.stringify(settings));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? "";
    this.asked.push({ method: request.method ?? "", url, host: request.headers.host ?? "", headers: request.headers });
    if (this.twist(request, response)) return;
    const file = this.files.get(url) ?? this.files.get(url.replace(/\?.*$/, ""));
    if (!file) {
      response.writeHead(404).end("not here");
      return;
    }
    sendFile(file, request, response);
  }
}

/** With conditions and ranges, as a static server does. */
export function sendFile(
  { data, headers = {}, status = 200 }: SiteFile,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { range, "if-none-match": known, "if-range": pin } = request.headers;
  if (known !== undefined && known === headers.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const start = Number(/^bytes=([0-9]+)-$/.exec(range ?? "")?.[1] ?? 0);
  const isPinned = pin === undefined || pin === headers.etag || pin === headers["last-modified"];
  if (range === undefined || !isPinned) {
    response.writeHead(status, { ...headers, "content-length": data.length }).end(data);
    return;
  }
  const part = data.subarray(start);
  const about = { "content-range": `bytes ${start}-${data.length - 1}/${data.length}`, "content-length": part.length };
  response.writeHead(206, { ...headers, ...about }).end(part);
}
