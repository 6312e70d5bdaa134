/** A connection to one API server: a kubeconfig's context, or a bearer token in its place, and the user it acts for. */
import { Agent, type AgentOptions } from "node:https";
import { isIP } from "node:net";
import { CratonError } from "../../contract/errors.ts";
import { guardedLookup } from "./closed-addresses.ts";
import type { KubeAnswer, KubeConnection, KubeRequest } from "./connection.ts";
import { Credentials, type KubeTls } from "./credential.ts";
import { exchange } from "./exchange.ts";
import { impersonationHeaders } from "./impersonation.ts";
import type { KubeActing, KubeSource } from "./kube-source.ts";
import { contextOf, type KubeconfigContext, parseKubeconfig } from "./kubeconfig.ts";
import { proxyAgent } from "./proxy.ts";
import { readJson, readText } from "./read-body.ts";
import { serverAddress } from "./server-address.ts";
import { statusError } from "./status.ts";
import { unreachable } from "./unreachable.ts";
import { refuseUntrusted } from "./untrusted.ts";

const headMs = 30_000;
const jsonLimit = 64 * 1024 * 1024;
const statusLimit = 256 * 1024;

/** Opens nothing before the first request. `unsupported` when the source cannot be used, with the field of the kubeconfig. */
export function connectKube(source: KubeSource, acting?: KubeActing): KubeConnection {
  const { cluster } = source;
  const context = contextOf(parseKubeconfig(source.kubeconfig), source.context);
  refuseActing(context);
  if (!source.isTrusted) refuseUntrusted(context, source.closedPorts);
  const { origin, host, port, base } = serverAddress(context.cluster.server);
  const credentials = new Credentials(cluster, context, source.token);
  const fixed = {
    "user-agent": `craton/${process.env.CRATON_VERSION ?? "0.0.0-dev"}`,
    "accept-encoding": "gzip",
    ...(acting ? impersonationHeaders(acting) : {}),
  };
  const lookup = source.isTrusted || isIP(host) !== 0 ? {} : { lookup: guardedLookup(port, source.closedPorts) };
  const agents = new Agents(context.cluster["proxy-url"]);
  const translate = (error: unknown) => unreachable(cluster, origin, error);
  let isClosed = false;

  async function once(request: KubeRequest): Promise<KubeAnswer> {
    const { authorization, tls } = await credentials.get();
    if (isClosed)
      throw new CratonError("cluster-unreachable", { cluster, server: origin, why: "the connection is closed" });
    const body = bodyOf(request);
    const headers = {
      ...fixed,
      accept: request.accept ?? "application/json",
      ...(authorization === null ? {} : { authorization }),
      ...(body === undefined ? {} : { "content-type": request.contentType ?? "application/json" }),
      ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
    };
    const options = {
      ...{ host, port, method: request.method ?? "GET", path: base + pathOf(request.path), headers, ...lookup },
      agent: agents.get(tls),
    };
    const { signal, timeoutMs = headMs } = request;
    return exchange({ options, body, signal, timeoutMs }, translate);
  }

  async function send(request: KubeRequest): Promise<KubeAnswer> {
    request.signal?.throwIfAborted();
    const answer = await once(request);
    if (answer.status !== 401 || !credentials.refresh()) return answer;
    await readText(answer.body, statusLimit);
    return once(request);
  }

  return {
    server: origin,
    send,
    async json<T>(request: KubeRequest, limit = jsonLimit) {
      const late = () => unreachable(cluster, origin, Object.assign(new Error("late"), { code: "ETIMEDOUT" }));
      return wholeWithin(request, late, async (signal) => {
        const answer = await send({ ...request, signal });
        const { status, headers } = answer;
        if (status >= 200 && status < 300) return (await readJson(answer.body, limit, cluster)) as T;
        const body = (await readText(answer.body, statusLimit)) ?? "";
        const retryAfter = headers["retry-after"];
        const asked = { cluster, status, method: request.method ?? "GET", path: request.path };
        throw statusError({ ...asked, ...(typeof retryAfter === "string" ? { retryAfter } : {}) }, body);
      });
    },
    close() {
      isClosed = true;
      agents.close();
    },
  };
}

/** A server may send its answer byte by byte for ever: all of it must be there in twice the time that its head has. */
async function wholeWithin<T>(
  { signal, timeoutMs = headMs }: KubeRequest,
  late: () => unknown,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(late()), 2 * timeoutMs);
  try {
    return await work(signal ? AbortSignal.any([signal, clock.signal]) : clock.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** One keep-alive agent as long as certificates stay the same. */
class Agents {
  private readonly proxy: string | undefined;
  private current: { tls: string; agent: Agent } | null = null;
  private readonly made: Agent[] = [];
  constructor(proxy: string | undefined) {
    this.proxy = proxy;
  }

  get(tls: KubeTls): Agent {
    const key = JSON.stringify(tls);
    if (this.current?.tls === key) return this.current.agent;
    // Streams on the old one run to their end: only its idle connections are closed, by their own time limit.
    const options: AgentOptions = {
      ...tls,
      ...{ keepAlive: true, maxFreeSockets: 8, scheduling: "lifo", timeout: 60_000, minVersion: "TLSv1.2" },
    };
    const agent = this.proxy === undefined ? new Agent(options) : proxyAgent(this.proxy, options);
    this.current = { tls: key, agent };
    this.made.push(agent);
    return agent;
  }

  close(): void {
    for (const agent of this.made) agent.destroy();
  }
}

/** A path of the server's own: nothing that a parser could read as another host, header or request. */
function pathOf(path: string): string {
  if (/^\/(?!\/)[!-~]*$/.test(path) && !/(^|\/)\.\.?(\/|\?|$)/.test(path.split("?")[0] ?? "")) return path;
  throw new CratonError("bad-request", { why: "the path for the API server is none" });
}

function bodyOf({ body, contentType }: KubeRequest): string | undefined {
  if (body === undefined) return undefined;
  const isText = typeof body === "string" && contentType !== undefined && !contentType.includes("json");
  return isText ? body : JSON.stringify(body);
}

/** The console decides for whom it acts: a kubeconfig that impersonates by itself is refused. */
function refuseActing({ user, userAt }: KubeconfigContext): void {
  const field = ["as", "as-uid", "as-groups", "as-user-extra"].find((name) => user[name] !== undefined);
  if (field === undefined) return;
  const why = "it acts as somebody else, give the credential of that user";
  throw new CratonError("unsupported", {
    what: `${userAt}.${field} of the kubeconfig`,
    why,
    field: `${userAt}.${field}`,
  });
}
