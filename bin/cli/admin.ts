/** The console's admin socket, STATE/console/admin.sock: HTTP and JSON for the administrator of the node. */
import http from "node:http";
import path from "node:path";
import { errorFromBody } from "../../lib/api/agent/error-answer.ts";
import { stateFolder } from "./connection.ts";
import { UsageError } from "./failure.ts";

export type Admin = (method: "GET" | "POST" | "DELETE", path: string, body?: unknown) => Promise<unknown>;

export function adminOf(state: string | undefined): Admin {
  const socketPath = path.join(stateFolder(state), "console/admin.sock");
  return (method, where, body) => request(socketPath, method, where, body);
}

function request(socketPath: string, method: string, where: string, body: unknown): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const headers = { "content-type": "application/json" };
  const call = http.request({ socketPath, method, path: where, headers }, async (answer) => {
    let text = "";
    for await (const piece of answer.setEncoding("utf8")) text += piece;
    const value = parse(text);
    const status = answer.statusCode ?? 0;
    if (status < 300) resolve(value);
    else reject(errorFromBody(value, "of the console", status));
  });
  call.once("error", (error: NodeJS.ErrnoException) => reject(unanswered(socketPath, error)));
  call.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unanswered(socketPath: string, error: NodeJS.ErrnoException): Error {
  if (error.code === "ENOENT" || error.code === "ECONNREFUSED") {
    return new UsageError(`the console is not running (nothing answers on ${socketPath}): start it with npm start`);
  }
  if (error.code === "EACCES")
    return new UsageError(`${socketPath} is for the administrator alone: run craton as root`);
  return error;
}
