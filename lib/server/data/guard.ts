/**
 * Rights and the audit log around everything that the data layer does. A change is written down before it is begun (when
 * that fails nothing is changed), and again when it fails; a refusal is written down before it is answered.
 */
import { CratonError } from "../../contract/errors.ts";
import { may, type Noun, type Verb } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import { asCratonError, isCratonError } from "../http/craton-error.ts";
import type { Actor } from "./actor.ts";

export type Deed = {
  verb: Verb;
  /** The word of the audit log, where it is another than the table's verb. */
  word?: string;
  noun: Noun;
  /** What it is done to: a UUID, an image, a user. */
  object: string;
  node?: string;
  details?: Record<string, unknown>;
  /** Further rights that it needs. */
  also?: { verb: Verb; why: string }[];
  /** No change (a terminal's ticket on a read-only console is one). */
  read?: boolean;
};

/** Answers of an agent or a cluster that mean no. */
const refusals = [
  ...["forbidden", "image-unsigned", "bad-assertion", "volume-source", "kube-forbidden"],
  ...["key-unknown", "key-prefix", "key-expired", "key-revoked", "key-weak", "signature-broken"],
];

/** Throws `forbidden` or `read-only`, written down. */
export async function allow(context: ServerContext, actor: Actor, deed: Deed): Promise<void> {
  const { verb, noun } = deed;
  if (context.config.readOnly && !deed.read) await refuse(context, actor, deed, new CratonError("read-only"));
  const needed = [{ verb, why: null }, ...(deed.also ?? [])];
  for (const { verb: one, why } of needed) {
    const no = may(actor.role, one, noun);
    if (no === null) continue;
    const facts = { user: actor.user, verb: one, noun, why: why === null ? no : `${no} (${why})` };
    await refuse(context, actor, deed, new CratonError("forbidden", facts));
  }
}

/** A right to read; only a refusal is written down. */
export function allowRead(context: ServerContext, actor: Actor, verb: Verb, noun: Noun, object = ""): Promise<void> {
  return allow(context, actor, { verb, noun, object, read: true });
}

/** Rights, audit, work. */
export async function change<T>(context: ServerContext, actor: Actor, deed: Deed, work: () => Promise<T>): Promise<T> {
  await allow(context, actor, deed);
  const begun = await record(context, actor, deed, "allowed", deed.details ?? {});
  try {
    return await work();
  } catch (error) {
    await recordFailure(context, actor, deed, begun.seq, error);
    throw error;
  }
}

/** The end of a deed that did not go well; `of` is the entry of its beginning. */
export async function recordFailure(context: ServerContext, actor: Actor, deed: Deed, of: number, error: unknown) {
  const { code, message } = asCratonError(isCratonError(error) ? error : aborted(actor, error));
  const outcome = refusals.includes(code) ? "refused" : "failed";
  await record(context, actor, deed, outcome, { of, code, message });
}

/** What a cluster or an agent may refuse after the role allowed it: the refusal is written down before it is told. */
export async function refusable<T>(
  context: ServerContext,
  actor: Actor,
  deed: Deed,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCratonError(error) && refusals.includes(error.code)) await refuse(context, actor, deed, error);
    throw error;
  }
}

export function record(
  context: ServerContext,
  actor: Actor,
  deed: Pick<Deed, "noun" | "object" | "node" | "word"> & { verb: string },
  outcome: "allowed" | "refused" | "failed",
  details: Record<string, unknown>,
) {
  const { user, role, address, requestId } = actor;
  return context.audit.append({
    user,
    role,
    address,
    action: `${deed.noun}.${deed.word ?? deed.verb}`,
    object: deed.object,
    node: deed.node ?? null,
    outcome,
    details,
    requestId,
  });
}

async function refuse(context: ServerContext, actor: Actor, deed: Deed, error: CratonError): Promise<never> {
  await record(context, actor, deed, "refused", { ...deed.details, code: error.code, message: error.message });
  throw error;
}

function aborted(actor: Actor, error: unknown): unknown {
  if (!actor.signal?.aborted) return error;
  return new CratonError("unavailable", { what: "the browser", why: "it went away" }, { cause: error });
}
