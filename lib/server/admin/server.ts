/** HTTP and JSON on STATE/console/admin.sock (0600): for root, and for the console's own user. */
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { CratonError } from "../../contract/errors.ts";
import type { Config } from "../config.ts";
import type { ServerContext } from "../context.ts";
import { localActor } from "../data/users.ts";
import { asCratonError } from "../http/craton-error.ts";
import { makeRequestId } from "../http/request-id.ts";
import { answerAdmin } from "./routes.ts";

const bodyLimit = 64 * 1024;

const fileIn = (config: Config) => path.join(config.home, "admin.sock");

/** Throws when a console runs on this state already. Asked before anything is opened: two would break the audit chain. */
export async function checkAlone(config: Config): Promise<void> {
  if (await answers(fileIn(config))) throw new Error(`another console is running on ${config.state}`);
}

/** Resolves when it listens. A socket that a dead console left is removed. */
export async function openAdminSocket(context: ServerContext): Promise<http.Server> {
  const file = fileIn(context.config);
  await checkAlone(context.config);
  fs.rmSync(file, { force: true });
  const server = http.createServer((request, response) => void serve(context, request, response));
  // The mask, not a chmod afterwards: the socket must never be open to others in between.
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(file, resolve);
    });
  } finally {
    process.umask(mask);
  }
  return server;
}

function answers(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(file);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function serve(context: ServerContext, request: http.IncomingMessage, response: http.ServerResponse) {
  const requestId = makeRequestId();
  try {
    const url = new URL(request.url ?? "/", "http://admin");
    const body = await readBody(request);
    const answer = await answerAdmin(context, localActor(requestId), request.method ?? "", url.pathname, body);
    if (isLines(answer)) {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      for (const line of answer) {
        if (!response.write(`${JSON.stringify(line)}\n`)) await new Promise((go) => response.once("drain", go));
      }
      response.end();
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  } catch (thrown) {
    const error = asCratonError(thrown);
    if (error.code === "internal") context.log.error("the admin socket failed", thrown, { requestId });
    response.writeHead(error.status, { "content-type": "application/json" });
    response.end(JSON.stringify(error.body(requestId)));
  }
}

function isLines(answer: unknown): answer is Iterable<unknown> {
  return typeof answer === "object" && answer !== null && Symbol.iterator in answer;
}

async function readBody(request: http.IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bodyLimit) throw new CratonError("too-large", { what: "the body", limit: bodyLimit });
    parts.push(part);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "unknown";
    throw new CratonError("bad-json", { why }, { cause });
  }
}
