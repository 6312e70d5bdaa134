/** Request bodies: JSON everywhere, raw bytes only where an endpoint takes them, nothing else. */
import type { FastifyInstance } from "fastify";
import { CratonError } from "../../lib/contract/errors.ts";

/** A JSON body must be there within this time, so that none is sent a byte a minute. */
const bodyTime = 30_000;

export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    if (wantsRaw(request)) return done(misfit());
    try {
      done(null, body.length === 0 ? undefined : JSON.parse(body.toString("utf8")));
    } catch (error) {
      const why = error instanceof Error ? error.message : "it is broken";
      done(new CratonError("bad-json", { why }));
    }
  });
  // Left unread; the endpoint takes it from the connection.
  app.addContentTypeParser("application/octet-stream", (request, _payload, done) => {
    done(wantsRaw(request) ? null : misfit());
  });
  app.addHook("preParsing", async (request) => {
    if (wantsRaw(request)) {
      if (request.headers["content-type"] !== "application/octet-stream") throw misfit();
      return;
    }
    const { raw } = request;
    if (raw.complete) return;
    const timer = setTimeout(() => raw.destroy(), bodyTime);
    raw.once("end", () => clearTimeout(timer));
    raw.once("close", () => clearTimeout(timer));
  });
}

type WithEndpoint = { routeOptions: { config: { endpoint?: { kind: string; raw?: boolean } } } };

const wantsRaw = (request: WithEndpoint) => request.routeOptions.config.endpoint?.raw === true;

const misfit = () => new CratonError("bad-request", { why: "the content type does not fit this address" });
