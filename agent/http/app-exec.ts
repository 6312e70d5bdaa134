import { z } from "zod";
import { socket } from "./endpoint.ts";
import { appParams } from "./params.ts";
import { flag } from "./query.ts";

const size = (fallback: number) => z.coerce.number().int().min(1).max(1000).default(fallback);

const query = z.strictObject({
  command: z.array(z.string().max(131_072)).min(1).max(1024),
  tty: flag,
  columns: size(80),
  rows: size(24),
});

export const appExecGet = socket({
  method: "GET",
  path: "/v1/pods/:id/apps/:app/exec",
  right: { verb: "open", noun: "exec" },
  summary: "Runs a command in a running app, over a WebSocket; the command ends when the socket does",
  params: appParams,
  query,
  lists: ["command"],
  handle({ pods }, { actor }, { params, query: { command, tty, columns, rows } }) {
    return pods.exec(params.id, params.app, { command, tty: tty ? { columns, rows } : null }, actor);
  },
});
