/**
 * The API server as the oracle asks it: plain HTTPS with the administrator's certificate, for any user by impersonation.
 * Nothing here is shared with the code that is checked.
 */
import fs from "node:fs";
import https from "node:https";
import { parse } from "yaml";

export type Who = { user: string; groups: string[] };
export type Answer = { status: number; body: unknown };

export class ApiServer {
  private readonly origin: URL;
  private readonly agent: https.Agent;

  /** `kubeconfig`: the administrator's file, with everything inline. */
  constructor(kubeconfig: string) {
    const config = parse(fs.readFileSync(kubeconfig, "utf8"));
    const { cluster } = config.clusters[0];
    const { user } = config.users[0];
    const pem = (text: string) => Buffer.from(text, "base64");
    this.origin = new URL(cluster.server);
    this.agent = new https.Agent({
      keepAlive: true,
      maxSockets: 16,
      ca: pem(cluster["certificate-authority-data"]),
      cert: pem(user["client-certificate-data"]),
      key: pem(user["client-key-data"]),
    });
  }

  /** As the administrator when `who` is left out. Any status is an answer. */
  ask(method: string, path: string, who?: Who, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string | string[]> = { accept: "application/json", "user-agent": "oracle" };
    if (text !== undefined) headers["content-type"] = "application/json";
    if (who) headers["impersonate-user"] = who.user;
    if (who && who.groups.length > 0) headers["impersonate-group"] = who.groups;
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.origin;
      const request = https.request({ agent: this.agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const all = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, body: all === "" ? null : JSON.parse(all) });
        });
      });
      request.on("error", reject);
      request.end(text);
    });
  }

  /** As the administrator; throws what is no success. */
  async must(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.ask(method, path, undefined, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  close(): void {
    this.agent.destroy();
  }
}
