/** Creates, replaces, merges and deletes: what tests and the console's first actions need of writing. */
import { randomUUID } from "node:crypto";
import type { Collection } from "./collection.ts";
import { parse } from "./encode.ts";
import type { Entry, ObjectBody } from "./kind.ts";
import { ApiError, badRequest, notFound } from "./status.ts";
import type { Store } from "./store.ts";
import { stamp } from "./world.ts";

type Json = { [key: string]: unknown };

export function create(store: Store, collection: Collection, namespace: string, given: ObjectBody): Entry {
  const name = given.metadata?.name;
  if (typeof name !== "string" || name === "") throw badRequest("name or generateName is required");
  const key = namespace === "" ? name : `${namespace}/${name}`;
  const { kind } = collection;
  if (collection.get(key) !== null)
    throw new ApiError(409, "AlreadyExists", `${kind.resource} "${name}" already exists`, {
      name,
      kind: kind.resource,
    });
  const metadata = {
    ...given.metadata,
    ...(namespace === "" ? {} : { namespace }),
    ...{ uid: randomUUID(), creationTimestamp: stamp(Date.now()), resourceVersion: undefined },
  };
  return store.create(collection, { key, namespace, name, index: -1, state: null, object: bare(given, metadata) });
}

export function replace(store: Store, collection: Collection, entry: Entry, given: ObjectBody): Entry {
  const { kind } = collection;
  const wanted = given.metadata?.resourceVersion;
  if (wanted !== undefined && wanted !== String(entry.rv))
    throw new ApiError(
      409,
      "Conflict",
      `Operation cannot be fulfilled on ${kind.resource} "${entry.name}": the object has been modified; please apply your changes to the latest version and try again`,
      { name: entry.name, kind: kind.resource },
    );
  const old = parse(kind, entry).metadata;
  const { uid, creationTimestamp } = old;
  return store.update(collection, entry, { object: bare(given, { ...given.metadata, uid, creationTimestamp }) });
}

/** RFC 7386. */
export function merge(store: Store, collection: Collection, entry: Entry, patch: Json): Entry {
  const object = mergeInto(parse(collection.kind, entry), patch) as ObjectBody;
  return store.update(collection, entry, { object: bare(object, object.metadata) });
}

/** Throws a 404. */
export function find(collection: Collection, namespace: string, name: string): Entry {
  const { group, resource } = collection.kind;
  const found = collection.get(namespace === "" ? name : `${namespace}/${name}`);
  if (found === null) throw notFound(resource, name, group);
  return found;
}

function bare(object: ObjectBody, metadata: ObjectBody["metadata"]): ObjectBody {
  const { kind: _kind, apiVersion: _version, ...rest } = object;
  const { resourceVersion: _rv, ...meta } = metadata;
  return { ...rest, metadata: meta as ObjectBody["metadata"] };
}

function mergeInto(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === "object" && target !== null && !Array.isArray(target) ? { ...(target as Json) } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete base[key];
    else base[key] = mergeInto(base[key], value);
  }
  return base;
}
