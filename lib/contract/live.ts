/**
 * The live protocol, version 1: one WebSocket a tab at /ws/live, JSON text messages. docs/live-protocol.md tells it in prose.
 *
 * A window is a view on an index: kind, scope, filter, sort, first row, rows. The server answers `open` with one
 * `snapshot`, then `delta`s: exact counts, and row operations to apply in order to the held page. A `move` or `query`
 * answers with deltas against the page that the browser holds already where they overlap, else a snapshot.
 */
import { z } from "zod";
import { kindId } from "./kinds.ts";

export const liveProtocol = "craton.live.v1";

export const windowQuery = z.strictObject({
  kind: kindId,
  cluster: z.string().max(63),
  /** Keeps rows of these namespaces; empty keeps all that the user may see. Kinds without namespaces take no notice. */
  namespaces: z.array(z.string().max(63)).max(256).default([]),
  /** Text terms, `column:value`, `column=value`, `column!=value`, `column>3`, `age<1h`, `label:app=web`; terms are joined by and. */
  filter: z.string().max(2048).default(""),
  /** Values of the kind's status column to keep; empty keeps all. */
  status: z.array(z.string().max(64)).max(32).default([]),
  sort: z
    .array(z.strictObject({ column: z.string().max(64), desc: z.boolean() }))
    .max(4)
    .default([]),
  /** First row and number of rows of the page. */
  from: z.number().int().min(0).max(10_000_000).default(0),
  rows: z.number().int().min(1).max(200).default(60),
});
export type WindowQuery = z.infer<typeof windowQuery>;

/** The browser's number for a window, and for its wishes: each open, query and move carries the next `rev`. */
const id = z.number().int().min(0);
const rev = z.number().int().min(0);

export const clientMessage = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("open"), id, rev, query: windowQuery }),
  z.strictObject({ op: z.literal("query"), id, rev, query: windowQuery }),
  z.strictObject({
    op: z.literal("move"),
    id,
    rev,
    from: z.number().int().min(0).max(10_000_000),
    rows: z.number().int().min(1).max(200),
  }),
  z.strictObject({ op: z.literal("close"), id }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** A cell: text, a number, null for none, or a status `{word, tone}`. */
export type Cell = string | number | null | { word: string; tone: "ok" | "busy" | "warn" | "bad" | "idle" };
/**
 * `key` names the object for good: in the fleet `node/uuid`, `node/id`, `node`, `node/seq`; in Kubernetes `namespace/name`, or
 * `name` without a namespace; in mixed kinds with the kind before (`deployments.apps/default/web`). `stale` marks rows of a source that is down.
 */
export type Row = { key: string; cells: Record<string, Cell>; stale?: boolean };

/** Where rows come from and how fresh they are; `asOf` is ms since the epoch of the last word from the source. */
export type Source = {
  /** The agent's node, or the kind that is watched. */
  name: string;
  state: "live" | "connecting" | "down";
  asOf: number | null;
  why: string | null;
  /** While the first list is still coming in: rows so far, and of how many if that is known. Counts are partial then. */
  loading?: { rows: number; of: number | null };
};

export type Counts = {
  /** Rows the user may see, before filter and chips. */
  total: number;
  /** Rows after filter and chips: what the window scrolls over. */
  matched: number;
  /** After the filter, before the chips: rows by value of the status column. */
  byStatus: Record<string, number>;
};

/** Applied in order to the held page: cut `remove` keys, then `put` rows at their final index, ascending. */
export type RowOps = {
  remove?: string[];
  put?: { at: number; row: Row }[];
  /** Only the cells that changed; the row stays where it is. */
  set?: { key: string; cells: Record<string, Cell>; stale?: boolean }[];
};

/** `rev` is the newest wish that the answer has seen: a page with an older one belongs to an older query or place. */
export type ServerMessage =
  | { op: "hello"; protocol: typeof liveProtocol; user: string; role: string; now: number }
  /** Every 10 s at least when nothing else is sent; `now` is the server's clock in ms. */
  | { op: "beat"; now: number }
  | { op: "snapshot"; id: number; rev: number; from: number; counts: Counts; rows: Row[]; sources: Source[] }
  | { op: "delta"; id: number; rev: number; from: number; counts?: Counts; rows?: RowOps; sources?: Source[] }
  /** With an `id` that window gets nothing more until its next `query`; without one the message was not understood. */
  | {
      op: "error";
      id: number | null;
      rev: number | null;
      error: { code: string; message: string; details: Record<string, unknown>; requestId: string };
    }
  /** The session ended or was revoked: the socket closes with 4401. */
  | { op: "bye"; why: string };

/** Close code of a socket whose session is over: sign in again, do not reconnect. */
export const closeSessionOver = 4401;
