/** What the main thread and an index worker say to each other. */
import type { AgentEntry } from "../../contract/console.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { ServerMessage, Source, WindowQuery } from "../../contract/live.ts";
import type { Scope } from "./scope.ts";
import type { Found, SearchWish } from "./search.ts";

/** A whole page: what a window begins with. */
export type Snapshot = Extract<ServerMessage, { op: "snapshot" }>;

/** Questions with one answer, by name. */
export type Questions = {
  /** One page and no more; null for a query that a window would refuse. */
  peek: { wish: { query: WindowQuery; scope: Scope }; answer: Snapshot | null };
  search: { wish: SearchWish; answer: Found };
  /**
   * Namespaces in which RoleBindings may name one of these subjects, and all that there are; null where the tables that tell it
   * are not there, `pending` when they may still come. No right: the API server decides.
   */
  candidates: {
    wish: { subjects: string[] };
    answer: { bound: string[] | null; all: string[] | null; pending: boolean };
  };
};
export type Question = keyof Questions;
type Asked = { [Q in Question]: { op: "ask"; ask: number; question: Q; wish: Questions[Q]["wish"] } }[Question];

/** `socket` is the main thread's number for a browser's live socket. */
export type ToWorker =
  | { op: "agents"; agents: AgentEntry[] }
  /** What the credential of a Kubernetes index may list, by kind; null when it reads everything. */
  | { op: "reach"; reach: Scope | null }
  | { op: "open"; socket: number; id: number; rev: number; query: WindowQuery; scope: Scope }
  /** What the window may show has changed. */
  | { op: "rescope"; socket: number; id: number; scope: Scope }
  | { op: "move"; socket: number; id: number; rev: number; from: number; rows: number }
  | { op: "close"; socket: number; id: number }
  | Asked
  /** The socket has taken what it was sent: more may come. */
  | { op: "ready"; socket: number }
  | { op: "gone"; socket: number };

export type FromWorker =
  /** Texts of ServerMessage for one socket; nothing more comes for it until `ready`. */
  | { op: "out"; socket: number; texts: string[] }
  /** To the question of this number; `fault` is an error of lib/contract/errors.ts, with its facts. */
  | { op: "answer"; ask: number; value: unknown; fault: { code: string; facts: Record<string, unknown> } | null }
  | { op: "sources"; sources: Source[] }
  /** All kinds that a Kubernetes cluster has, each time that they change; until its discovery was read those that every cluster has. */
  | { op: "kinds"; kinds: KubeKind[]; isDiscovered: boolean }
  /** Roles or bindings changed: rights have to be asked for anew. */
  | { op: "rights" }
  | { op: "log"; message: string; facts: Record<string, unknown> };
