/** A tunnel to the API server through the HTTP proxy that a trusted kubeconfig names (`proxy-url`), by CONNECT. */
import http from "node:http";
import https, { type AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import { CratonError } from "../../contract/errors.ts";

type Target = { host?: string; port?: number | string };
type Done = (error: Error | null, stream: Duplex) => void;

/** Keeps connections as https.Agent does; each is made through the proxy. `unsupported` for proxies that are not HTTP. */
export function proxyAgent(proxy: string, options: AgentOptions): https.Agent {
  const url = URL.canParse(proxy) ? new URL(proxy) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    const why = "only http and https proxies are";
    throw new CratonError("unsupported", { what: "the proxy-url of the kubeconfig", why });
  }
  const agent = new https.Agent(options);
  const connect = (target: Target, done: Done) => {
    const authority = `${target.host?.includes(":") ? `[${target.host}]` : target.host}:${target.port}`;
    const credential = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    const headers = {
      host: authority,
      ...(url.username === "" ? {} : { "proxy-authorization": `Basic ${Buffer.from(credential).toString("base64")}` }),
    };
    const place = {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port || (url.protocol === "http:" ? 80 : 443),
    };
    const request = (url.protocol === "http:" ? http : https).request({
      ...place,
      method: "CONNECT",
      path: authority,
      headers,
      agent: false,
    });
    const fail = (error: Error) => done(error, undefined as never);
    request.once("error", fail);
    request.once("connect", (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        return fail(new Error(`the proxy answered ${answer.statusCode}`));
      }
      done(
        null,
        tls.connect({ ...options, ...target, host: target.host, port: undefined, socket } as tls.ConnectionOptions),
      );
    });
    request.end();
  };
  return Object.assign(agent, { createConnection: connect });
}
