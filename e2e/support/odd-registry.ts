/** A registry in the test's own hands: serves images from memory, and misbehaves as the test says. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { digestOf, type OciImage } from "./oci-image.ts";

export type Request = { url: string; headers: IncomingMessage["headers"] };
/** True when it has answered. */
export type Twist = (
  request: IncomingMessage,
  response: ServerResponse,
  data: Buffer | null,
) => boolean | Promise<boolean>;

export class OddRegistry {
  readonly requests: Request[] = [];
  /** By `repository:tag` and `repository@digest`. */
  readonly manifests = new Map<string, { data: Buffer; type: string }>();
  readonly blobs = new Map<string, Buffer>();
  /** Asked first for each request. */
  twist: Twist = () => false;
  ranges = true;
  host = "";
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  add(repository: string, tag: string, image: OciImage, manifest: { data: Buffer; type: string } | null = null): void {
    const own = { data: image.manifest, type: image.descriptor.mediaType };
    this.manifests.set(`${repository}:${tag}`, manifest ?? own);
    this.manifests.set(`${repository}@${image.descriptor.digest}`, own);
    for (const [digest, data] of image.blobs) this.blobs.set(digest, data);
  }

  /** Requests whose path has the text in it. */
  asked(text: string): Request[] {
    return this.requests.filter(({ url }) => url.includes(text));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    this.requests.push({ url: request.url ?? "", headers: request.headers });
    const blob = /\/blobs\/(.*)$/.exec(pathname)?.[1];
    const [, repository, ref] = /^\/v2\/(.*)\/manifests\/(.*)$/.exec(pathname) ?? [];
    const manifest = ref ? this.manifests.get(`${repository}${ref.includes(":") ? "@" : ":"}${ref}`) : undefined;
    const data = blob ? this.blobs.get(blob) : manifest?.data;
    if (await this.twist(request, response, data ?? null)) return;
    if (!data) this.#fail(response, 404, "NAME_UNKNOWN");
    else if (manifest) {
      const headers = { "content-type": manifest.type, "docker-content-digest": digestOf(data) };
      response.writeHead(200, { ...headers, "content-length": data.length }).end(data);
    } else this.sendBlob(request, response, data);
  }

  sendBlob(request: IncomingMessage, response: ServerResponse, data: Buffer): void {
    const start = Number(/^bytes=([0-9]+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (start > 0 && this.ranges) {
      const headers = { "content-range": `bytes ${start}-${data.length - 1}/${data.length}` };
      response.writeHead(206, headers).end(data.subarray(start));
    } else response.writeHead(200, { "content-length": data.length }).end(data);
  }

  #fail(response: ServerResponse, status: number, code: string): void {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ errors: [{ code, message: "as the test says" }] }));
  }
}
