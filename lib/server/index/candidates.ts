/**
 * In which namespaces a user may have rights, guessed from the tables of an index: it only spares the API server, who
 * decides, questions with the answer no. Too many guesses cost time, too few hide what could be seen.
 */
import type { Engine } from "./engine.ts";
import type { Questions } from "./messages.ts";
import { asBound } from "./service-account.ts";
import type { Table } from "./table.ts";

const roleBindings = "rolebindings.rbac.authorization.k8s.io";

/** `bound`: namespaces with a RoleBinding whose row holds one of the subjects. null where the table is not there or not whole. */
export function candidates(engine: Engine, subjects: readonly string[]): Questions["candidates"]["answer"] {
  const bindings = engine.whole(roleBindings);
  const namespaces = engine.whole("namespaces");
  return {
    bound: bindings && boundIn(bindings, subjects),
    all: namespaces && textsOf(namespaces, "name"),
    pending: engine.isComing(roleBindings) || engine.isComing("namespaces"),
  };
}

function boundIn(table: Table, subjects: readonly string[]): string[] {
  const needles = subjects.flatMap((subject) => {
    const bound = asBound(subject);
    return bound === null ? [subject] : [subject, bound];
  });
  const stores = table.kind.columns.flatMap(({ id, type }, at) =>
    (type === "text" || type === "mono") && id !== "name" && id !== "rv" ? [table.columns[at]] : [],
  );
  const namespace = table.columns[table.position("namespace")];
  const found = new Set<string>();
  for (let slot = 0; slot < table.slots; slot++) {
    const name = namespace?.get(slot);
    if (!table.isAlive(slot) || typeof name !== "string" || found.has(name)) continue;
    const names = (text: unknown) =>
      typeof text === "string" && (text.endsWith("…") || needles.some((needle) => text.includes(needle)));
    if (stores.some((store) => names(store?.get(slot)))) found.add(name);
  }
  return [...found];
}

function textsOf(table: Table, column: string): string[] {
  const store = table.columns[table.position(column)];
  const found: string[] = [];
  for (let slot = 0; slot < table.slots; slot++) {
    const text = store?.get(slot);
    if (table.isAlive(slot) && typeof text === "string") found.push(text);
  }
  return found;
}
