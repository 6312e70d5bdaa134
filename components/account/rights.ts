import { may, type Noun, type Role, type Verb } from "@/lib/contract/roles.ts";

const told: { verb: Verb; noun: Noun; says: string }[] = [
  { verb: "create", noun: "pod", says: "run, stop and remove pods" },
  { verb: "fetch", noun: "image", says: "fetch, upload and remove images" },
  { verb: "open", noun: "exec", says: "open terminals" },
  { verb: "allow-unsigned", noun: "image", says: "allow unsigned images" },
  { verb: "use-host-path", noun: "pod", says: "mount host paths" },
  { verb: "list", noun: "audit", says: "read the audit log" },
  { verb: "create", noun: "agent", says: "add and remove agents" },
];

/** What a role includes, a line each. */
export function rights(role: Role, readOnly: boolean): string[] {
  const does = told.filter(({ verb, noun }) => may(role, verb, noun) === null);
  const allowed = readOnly ? does.filter(({ verb }) => verb === "list") : does;
  const all = ["read everything that is listed here", ...allowed.map(({ says }) => says)];
  return readOnly ? [...all, "change nothing: this console is read-only"] : all;
}
