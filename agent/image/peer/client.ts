/**
 * Reads from one other node over TLS 1.3: its certificate must be of the known authority and carry the node's name, ours says which node
 * asks. No user is vouched for. What comes is believed by nobody: records are checked in form, blobs by their digest.
 */
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import { type PeerImage, peerImage } from "../../../lib/contract/peer.ts";
import type { BlobAnswer, BlobGiver } from "../registry/blob.ts";
import { readSmall } from "../registry/read-small.ts";
import { LineError } from "../registry/request.ts";
import type { PeerNode } from "./settings.ts";

const maxRecord = 8 * 1024 * 1024;
const maxError = 64 * 1024;
const idleMs = 60_000;

export class PeerClient implements BlobGiver<PeerNode> {
  readonly node: PeerNode;
  readonly #agent: Agent;

  private constructor(node: PeerNode, agent: Agent) {
    this.node = node;
    this.#agent = agent;
  }

  /** Reads the credentials. Close it when done. */
  static async open(node: PeerNode): Promise<PeerClient> {
    const read = (name: string) => {
      const path = join(node.credentials, name);
      return readFile(path).catch((cause) => {
        throw new CratonError("disk-failed", { path, verb: "read", why: (cause as Error).message }, { cause });
      });
    };
    const [ca, cert, key] = await Promise.all([read("ca.crt"), read("client.crt"), read("client.key")]);
    const common = { keepAlive: true, maxSockets: 8, timeout: idleMs };
    return new PeerClient(
      node,
      new Agent({ ...common, ca, cert, key, minVersion: "TLSv1.3", servername: node.node, rejectUnauthorized: true }),
    );
  }

  get source(): string {
    return `node ${this.node.node}`;
  }

  close(): void {
    this.#agent.destroy();
  }

  async image(id: string, signal: AbortSignal): Promise<PeerImage> {
    const answer = await this.#get(`/v1/peer/images/${id}`, {}, signal).catch((error) => {
      throw error instanceof LineError ? this.#failed(error.message, error) : error;
    });
    const text = await readSmall(answer.body, maxRecord, "the image's record", signal);
    const parsed = peerImage.safeParse(jsonOf(text));
    if (!parsed.success)
      throw this.#failed(`its record of the image is not understood: ${parsed.error.issues[0]?.message}`);
    if (parsed.data.id !== id) throw this.#failed("it answers for another image");
    return parsed.data;
  }

  /** Only this node is asked. */
  async fromAny<T>(work: (server: PeerNode & { name: string }) => Promise<T>): Promise<T> {
    try {
      return await work({ ...this.node, name: this.source });
    } catch (error) {
      throw error instanceof LineError ? this.#failed(error.message, error) : error;
    }
  }

  open(_server: PeerNode, path: string, headers: Record<string, string>, signal: AbortSignal): Promise<BlobAnswer> {
    return this.#get(`/v1/peer/${path}`, headers, signal);
  }

  async #get(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<BlobAnswer> {
    const body = await this.#once(path, headers, signal);
    const status = body.statusCode ?? 0;
    if (status === 200 || status === 206) return { status, headers: body.headers, body };
    const said = jsonOf(await readSmall(body, maxError, "an error answer", signal).catch(() => Buffer.alloc(0)));
    const message = said !== null && typeof said === "object" && "message" in said ? String(said.message) : "";
    const why = `it answers ${status}${message === "" ? "" : `: ${message.slice(0, 300)}`}`;
    throw status >= 500 ? new LineError(why) : this.#failed(why);
  }

  #once(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    const { address } = this.node;
    const at = address.lastIndexOf(":");
    const [host, port] = [address.slice(0, at).replace(/^\[|\]$/g, ""), Number(address.slice(at + 1))];
    return new Promise((resolve, reject) => {
      const asked = request({ host, port, path, headers, agent: this.#agent, signal, timeout: idleMs }, resolve);
      asked.once("timeout", () => asked.destroy(new LineError("the connection went silent")));
      asked.once("error", (cause) => reject(signal.aborted ? signal.reason : this.#errorOf(cause)));
      asked.end();
    });
  }

  #errorOf(cause: NodeJS.ErrnoException): Error {
    if (cause instanceof LineError) return cause;
    const code = cause.code ?? "";
    if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code))
      return this.#failed(`the certificates of the two nodes do not fit together (${code})`, cause);
    return new LineError(`no line to ${this.node.address} (${code || cause.message})`, { cause });
  }

  #failed(why: string, cause?: unknown): CratonError {
    return new CratonError("fetch-failed", { source: this.source, why }, { cause });
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
