/** A plain client of an API server: nothing is retried, decoded or hidden, so that two servers can be compared word for word. */
import { once } from "node:events";
import https from "node:https";
import { createInterface, type Interface } from "node:readline";
import { parse } from "yaml";

export type Ask = {
  method?: string;
  accept?: string;
  body?: unknown;
  type?: string;
  as?: string;
  headers?: Record<string, string>;
};
export type Heard = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: number;
  body: Json;
};
/** What the script reads of an answer, whatever its kind: it asks only for what that kind has. */
export type Json = {
  kind: string;
  apiVersion: string;
  metadata: Meta;
  items: Json[];
  columnDefinitions?: { name: string; type: string; format: string; priority: number }[] | null;
  rows: { cells: unknown[]; object: Json | null }[];
  reason?: string;
  status?: unknown;
  groupVersion: string;
  resources: (Resource & { name: string; singularName: string; namespaced: boolean; kind: string })[];
  versions: { version: string; freshness: string; resources: Resource[] }[];
};
type Resource = {
  resource: string;
  responseKind: { kind: string };
  scope: string;
  singularResource: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
};
export type Meta = {
  name: string;
  namespace?: string;
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};
export type Event = { type: string; object: Json };

export class Client {
  private readonly server: URL;
  private readonly tls: https.AgentOptions;
  private readonly agent: https.Agent;
  private readonly token: string | null;

  constructor(server: string, tls: { ca: string; cert?: string; key?: string }, token: string | null) {
    this.server = new URL(server);
    this.tls = tls;
    this.agent = new https.Agent({ ...tls, keepAlive: true, maxSockets: 16 });
    this.token = token;
  }

  /** The current context of a kubeconfig with everything inline. */
  static of(kubeconfig: string): Client {
    const file = parse(kubeconfig) as {
      clusters: { cluster: Record<string, string> }[];
      users: { user: Record<string, string> }[];
    };
    const cluster = file.clusters[0]?.cluster ?? {};
    const user = file.users[0]?.user ?? {};
    const pem = (text: string | undefined) => Buffer.from(text ?? "", "base64").toString();
    const cert = user["client-certificate-data"];
    const tls = { ca: pem(cluster["certificate-authority-data"]) };
    const own = cert === undefined ? {} : { cert: pem(cert), key: pem(user["client-key-data"]) };
    return new Client(cluster.server ?? "", { ...tls, ...own }, user.token ?? null);
  }

  /** The same server, another token. */
  withToken(token: string): Client {
    return new Client(this.server.href, { ca: String(this.tls.ca) }, token);
  }

  private async open(path: string, ask: Ask): Promise<import("node:http").IncomingMessage> {
    const headers: Record<string, string> = {
      "user-agent": "craton-test",
      accept: ask.accept ?? "application/json",
      ...ask.headers,
    };
    if (this.token !== null) headers.authorization = `Bearer ${this.token}`;
    if (ask.as !== undefined) headers["impersonate-user"] = ask.as;
    const body = ask.body === undefined ? null : JSON.stringify(ask.body);
    if (body !== null) headers["content-type"] = ask.type ?? "application/json";
    const method = ask.method ?? (body === null ? "GET" : "POST");
    const request = https.request(new URL(path, this.server), { method, headers, agent: this.agent });
    request.end(body);
    const [answer] = (await once(request, "response")) as [import("node:http").IncomingMessage];
    return answer;
  }

  async ask(path: string, ask: Ask = {}): Promise<Heard> {
    const answer = await this.open(path, ask);
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(piece as Buffer);
    const whole = Buffer.concat(pieces);
    const { statusCode: status = 0, headers } = answer;
    return { status, headers, bytes: whole.length, body: read(whole.toString()) };
  }

  /** An open watch. `next` waits for events; `end` closes it. */
  async watch(path: string, ask: Ask = {}): Promise<WatchStream> {
    return new WatchStream(await this.open(path, ask));
  }

  close(): void {
    this.agent.destroy();
  }
}

export class WatchStream {
  readonly status: number;
  private readonly answer: import("node:http").IncomingMessage;
  private readonly lines: AsyncIterator<string>;
  constructor(answer: import("node:http").IncomingMessage) {
    this.answer = answer;
    this.status = answer.statusCode ?? 0;
    const lines: Interface = createInterface(answer);
    answer.on("error", () => {});
    this.lines = lines[Symbol.asyncIterator]();
  }
  /** The next `count` events; fewer when the stream ends before. */
  async next(count: number): Promise<Event[]> {
    const found: Event[] = [];
    while (found.length < count) {
      const { value, done } = await this.lines.next();
      if (done === true) break;
      found.push(JSON.parse(value) as Event);
    }
    return found;
  }
  /** Events until one fits, that one included. */
  async until(fits: (event: Event) => boolean): Promise<Event[]> {
    const found: Event[] = [];
    for (;;) {
      const [event] = await this.next(1);
      if (event === undefined) return found;
      found.push(event);
      if (fits(event)) return found;
    }
  }
  end(): void {
    this.answer.destroy();
  }
}

function read(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {} as Json;
  }
}
