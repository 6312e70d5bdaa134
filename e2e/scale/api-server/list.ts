/** LIST: whole or in chunks, now or as of a resourceVersion, in any form. */
import { setTimeout as wait } from "node:timers/promises";
import { type Collection, place } from "./collection.ts";
import { around, item, readForm } from "./encode.ts";
import type { Entry } from "./kind.ts";
import { readSelector } from "./selector.ts";
import type { Sink } from "./sink.ts";
import { badRequest, expired, invalidOptions, tooLarge } from "./status.ts";
import type { Store } from "./store.ts";

export type ListRequest = { query: URLSearchParams; accept: string; gzip: boolean; namespace: string };

type Continue = { v: string; rv: number; start: string };

/** How long a request for a newer state than there is waits, as the real server does. */
const tooLargeMs = 3_000;
const pieceBytes = 64 * 1024;

export async function list(store: Store, collection: Collection, request: ListRequest, sink: Sink): Promise<void> {
  const { query, namespace } = request;
  const { kind } = collection;
  const form = readForm(request.accept, query.get("includeObject") ?? "", true);
  const selector = readSelector(kind, query.get("labelSelector") ?? "", query.get("fieldSelector") ?? "");
  const from = readContinue(query.get("continue") ?? "", query);
  const limit = limitOf(query, from);
  const { rv, entries } = await entriesFor(store, collection, query, from);
  let index = namespace === "" ? 0 : place(entries, `${namespace}/`);
  if (from !== null) index = Math.max(index, place(entries, from.start));
  const end = namespace === "" ? entries.length : place(entries, `${namespace}0`);

  const page: Entry[] = [];
  for (; index < end && page.length < limit; index += 1) {
    const entry = entries[index] as Entry;
    if (selector === null || selector(entry)) page.push(entry);
  }
  const meta: Record<string, unknown> = { resourceVersion: String(rv) };
  if (index < end) {
    const token: Continue = { v: "meta.k8s.io/v1", rv, start: `${page.at(-1)?.key}\u0000` };
    meta.continue = Buffer.from(JSON.stringify(token)).toString("base64url");
    if (selector === null) meta.remainingItemCount = end - index;
  }

  const [before, after] = around(kind, form, JSON.stringify(meta));
  // About 2 kB an item at least, but for bare rows.
  sink.head(200, {}, request.gzip, page.length * (form.as === "table" && form.include === "None" ? 100 : 1500));
  let piece = before;
  for (const [i, entry] of page.entries()) {
    piece += i === 0 ? item(kind, entry, form) : `,${item(kind, entry, form)}`;
    if (piece.length < pieceBytes) continue;
    const hasRoom = sink.write(piece);
    piece = "";
    if (!hasRoom) await sink.drained();
    if (sink.closed) return;
  }
  sink.write(piece + after);
  sink.end();
}

function limitOf(query: URLSearchParams, from: Continue | null): number {
  const limit = Number(query.get("limit") ?? 0);
  // Served from the cache at any version, a list ignores its limit.
  if (query.get("resourceVersion") === "0" && from === null && query.get("resourceVersionMatch") !== "Exact")
    return Number.POSITIVE_INFINITY;
  return Number.isInteger(limit) && limit > 0 ? limit : Number.POSITIVE_INFINITY;
}

function readContinue(token: string, query: URLSearchParams): Continue | null {
  if (token === "") return null;
  if (!["", "0"].includes(query.get("resourceVersion") ?? ""))
    throw badRequest("specifying resource version is not allowed when using continue");
  try {
    const read = JSON.parse(Buffer.from(token, "base64url").toString()) as Continue;
    if (typeof read.rv === "number" && typeof read.start === "string") return read;
  } catch {
    // Told below.
  }
  throw badRequest("invalid continue token: continue key is not valid");
}

async function entriesFor(
  store: Store,
  collection: Collection,
  query: URLSearchParams,
  from: Continue | null,
): Promise<{ rv: number; entries: readonly Entry[] }> {
  const text = query.get("resourceVersion") ?? "";
  const match = query.get("resourceVersionMatch") ?? "";
  if (match !== "" && text === "")
    throw invalidOptions(
      "resourceVersionMatch",
      "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
    );
  if (!/^\d*$/.test(text)) throw badRequest(`invalid resource version: resourceVersion: Invalid value: "${text}"`);
  if (from !== null) {
    const entries = collection.asOf(from.rv);
    if (entries !== null) return { rv: from.rv, entries };
    throw expired(
      "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.",
    );
  }
  const wanted = Number(text === "" ? 0 : text);
  if (wanted > store.readable) {
    await wait(tooLargeMs);
    if (wanted > store.readable) throw tooLarge(wanted, store.readable);
  }
  const rv = match === "Exact" ? wanted : store.readable;
  const entries = collection.asOf(rv);
  if (entries === null) throw expired("The resourceVersion for the provided list is too old.");
  return { rv, entries };
}
