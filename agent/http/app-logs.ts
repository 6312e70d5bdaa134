import { z } from "zod";
import { CratonError } from "../../lib/contract/errors.ts";
import { lines } from "./endpoint.ts";
import { appParams } from "./params.ts";
import { flag } from "./query.ts";

const logLine = z.object({
  time: z.string(),
  stream: z.enum(["stdout", "stderr"]),
  partial: z.boolean(),
  text: z.string(),
});

const query = z.strictObject({
  follow: flag,
  tail: z.coerce.number().int().min(0).max(10_000_000).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});

export const appLogsGet = lines({
  method: "GET",
  path: "/v1/pods/:id/apps/:app/logs",
  right: { verb: "get", noun: "log" },
  summary: "An app's log; with follow=1 until the app has ended. Empty lines are signs of life",
  params: appParams,
  query,
  line: logLine,
  handle({ pods }, { signal }, { params, query: { follow, tail, since } }) {
    const pod = pods.get(params.id);
    if (!pod.apps.some((app) => app.name === params.app))
      throw new CratonError("app-not-found", { uuid: pod.uuid, app: params.app });
    return pods.logs(pod.uuid, params.app, { follow, tail, since, signal });
  },
});
