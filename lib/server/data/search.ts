/** Search over all kinds of a Kubernetes cluster, in what the user may list of each. */
import { CratonError } from "../../contract/errors.ts";
import type { SearchAnswer } from "../../contract/kube-search.ts";
import { Gate } from "../clusters/gate.ts";
import type { ServerContext } from "../context.ts";
import type { Scope } from "../index/scope.ts";
import type { Actor } from "./actor.ts";
import { scopedKinds } from "./kinds.ts";

export type SearchWish = { text: string; namespaces: string[]; limit: number };

/** `bad-filter`, `rate-limited`; else errors as of `listKinds`. */
export async function searchObjects(
  context: ServerContext,
  actor: Actor,
  name: string,
  wish: SearchWish,
): Promise<SearchAnswer> {
  const scoped = await scopedKinds(context, actor, name);
  const scope: Record<string, Scope[string]> = {};
  // Rows of mixed lists are found in their own kinds.
  for (const { kind, scope: own } of scoped) if (kind.of === undefined) Object.assign(scope, own);
  const index = context.clusters.get(name).index(actor);
  return inTurn(context, actor, () => index.search({ ...wish, scope }));
}

/** Each looks through all tables, in the one thread that serves everybody: a user has so many open at a time. */
const atOnce = 4;
/** Those that wait included. */
const most = 64;
type Line = { gate: Gate; count: number };
const lines = new WeakMap<ServerContext, Map<string, Line>>();

/** `rate-limited` for one too many; what the browser gave up meanwhile is not begun. */
async function inTurn<T>(context: ServerContext, { user, signal }: Actor, work: () => Promise<T>): Promise<T> {
  const users = lines.get(context) ?? new Map<string, Line>();
  lines.set(context, users);
  const line = users.get(user) ?? { gate: new Gate(atOnce), count: 0 };
  if (line.count >= most) throw new CratonError("rate-limited", { seconds: 1 });
  users.set(user, line);
  line.count++;
  try {
    return await line.gate.run(async () => {
      signal?.throwIfAborted();
      return work();
    });
  } finally {
    line.count--;
    if (line.count === 0) users.delete(user);
  }
}
