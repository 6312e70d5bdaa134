/** Names of users and groups by the image's own /etc/passwd and /etc/group. Hostile text, bounded. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { Host } from "../../host/host.ts";

const maxBytes = 1024 * 1024;
const maxName = 64;

export type Accounts = { user: (uid: number) => string | null; group: (gid: number) => string | null };

export async function accountsOf(host: Pick<Host, "readInRoot">, lower: string[]): Promise<Accounts> {
  const [users, groups] = await Promise.all(["/etc/passwd", "/etc/group"].map((path) => namesIn(host, lower, path)));
  return { user: (uid) => users?.get(uid) ?? null, group: (gid) => groups?.get(gid) ?? null };
}

/** The first name of each number: third field of a line. */
async function namesIn(host: Pick<Host, "readInRoot">, lower: string[], path: string): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  const file = await host.readInRoot(lower, path, maxBytes).catch((error) => {
    if (error instanceof CratonError && error.code === "too-large") return null;
    throw error;
  });
  for (const line of file?.data.toString("utf8").split("\n") ?? []) {
    const [name = "", , number = ""] = line.split(":", 3);
    if (name === "" || name.length > maxName || !/^[0-9]{1,10}$/.test(number)) continue;
    if (!names.has(Number(number))) names.set(Number(number), name);
  }
  return names;
}
