/** What the main thread and the index worker say to each other. */
import type { AgentEntry } from "../../contract/console.ts";
import type { ServerMessage, Source, WindowQuery } from "../../contract/live.ts";
import type { Scope } from "./scope.ts";

/** A whole page: what a window begins with. */
export type Snapshot = Extract<ServerMessage, { op: "snapshot" }>;

/** `socket` is the main thread's number for a browser's live socket. */
export type ToWorker =
  | { op: "agents"; agents: AgentEntry[] }
  | { op: "open"; socket: number; id: number; rev: number; query: WindowQuery }
  | { op: "move"; socket: number; id: number; rev: number; from: number; rows: number }
  | { op: "close"; socket: number; id: number }
  /** One page and no more; `ask` comes back with the answer. */
  | { op: "peek"; ask: number; query: WindowQuery; scope: Scope }
  /** The socket has taken what it was sent: more may come. */
  | { op: "ready"; socket: number }
  | { op: "gone"; socket: number };

export type FromWorker =
  /** Texts of ServerMessage for one socket; nothing more comes for it until `ready`. */
  | { op: "out"; socket: number; texts: string[] }
  /** null when there is no such page: a fault in the filter, say. */
  | { op: "peeked"; ask: number; page: Snapshot | null }
  | { op: "sources"; sources: Source[] }
  | { op: "log"; message: string; facts: Record<string, unknown> };
