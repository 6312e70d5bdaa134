/**
 * The front door: every request passes here before Next sees it. Deny by default: our host name, our origin on writes, a
 * session on everything but sign-in and its assets. Rights are not decided here but in the data layer (lib/server/data).
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { CratonError } from "../../contract/errors.ts";
import { paths } from "../../paths.ts";
import type { ServerContext } from "../context.ts";
import { readCookie } from "../session/cookie.ts";
import { isUpload } from "./body-clock.ts";
import { asCratonError } from "./craton-error.ts";
import { contentSecurityPolicy, makeNonce, securityHeaders } from "./csp.ts";
import { checkHost, checkOrigin, checkSite, type OriginRules } from "./origin.ts";
import { addressHeader, requestIdHeader, targetHeader } from "./own-headers.ts";
import { isPublicPath, isSessionApi } from "./public-path.ts";
import { makeRequestId } from "./request-id.ts";
import { stripHeaders, stripPageHeaders } from "./strip.ts";

const writes = ["POST", "PUT", "PATCH", "DELETE"];

type Verdict = { kind: "pass" } | { kind: "redirect"; to: string };

/** True when the request may go on to Next; false when it was answered. `takeTime` is called for what may be long. */
export function passGate(
  context: ServerContext,
  rules: OriginRules,
  request: IncomingMessage,
  response: ServerResponse,
  takeTime: () => void,
): boolean {
  stripHeaders(request);
  const requestId = makeRequestId();
  const isApi = (request.url ?? "").startsWith("/api/");
  if (isApi) stripPageHeaders(request);
  dress(context.config.dev, request, response, requestId, isApi);
  try {
    const verdict = judge(context, rules, request);
    if (verdict.kind === "pass") {
      if (isUpload(pathOf(request.url))) takeTime();
      return true;
    }
    response.writeHead(302, { location: verdict.to, "cache-control": "no-store" }).end();
  } catch (thrown) {
    const error = asCratonError(thrown);
    if (error.code === "internal") context.log.error("the gate failed", thrown, { requestId });
    response.writeHead(error.status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(error.body(requestId)));
  }
  return false;
}

function dress(
  dev: boolean,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  isApi: boolean,
): void {
  const nonce = makeNonce();
  const policy = contentSecurityPolicy(nonce, dev);
  request.headers["content-security-policy"] = policy;
  request.headers[requestIdHeader] = requestId;
  request.headers[targetHeader] = request.url ?? "";
  request.headers[addressHeader] = request.socket.remoteAddress ?? "";
  for (const [name, value] of securityHeaders) response.setHeader(name, value);
  response.setHeader("content-security-policy", isApi ? "default-src 'none'; frame-ancestors 'none'" : policy);
  response.setHeader("x-request-id", requestId);
  if (isApi) response.setHeader("cache-control", "no-store, no-transform");
}

function judge(context: ServerContext, rules: OriginRules, request: IncomingMessage): Verdict {
  const { method = "", headers } = request;
  const path = pathOf(request.url);
  const isApi = path.startsWith("/api/");
  const isRead = method === "GET" || method === "HEAD";
  checkHost(headers, rules);
  if (context.config.dev && isPublicPath(path, true)) return { kind: "pass" };
  if (!isRead && (!isApi || !writes.includes(method))) {
    throw new CratonError("method-not-allowed", { method: method.slice(0, 16), path: path.slice(0, 200) });
  }
  if (!isRead) checkOrigin(headers, rules);
  else if (isApi) checkSite(headers);
  if (isPublicPath(path, false) || isSessionApi(path)) return { kind: "pass" };
  const session = context.sessions.resolve(readCookie(headers.cookie, context.secure));
  if (session && !(session.mustChangePassword && !isApi)) return { kind: "pass" };
  if (isApi) throw new CratonError("unauthenticated", { why: "there is no session" });
  return { kind: "redirect", to: paths.signIn(path === "/" ? undefined : (request.url ?? "/")) };
}

/** The path of an origin-form target; anything else is refused. */
function pathOf(target: string | undefined): string {
  const path = (target ?? "").split(/[?#]/, 1)[0] ?? "";
  if (!path.startsWith("/") || path.startsWith("//") || path.includes("\\")) {
    throw new CratonError("bad-request", { why: "the path does not begin with one slash" });
  }
  return path;
}
