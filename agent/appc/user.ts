/**
 * Users and groups of an app (appc C5.2): a path gives the owner of that file, a name is looked up in the image's own files,
 * digits are the number itself, in this order. The files are hostile: any size and form is survived, and a number outside
 * 0..4294967294 is refused and never wraps round to root.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import { highestId } from "./app-section.ts";
import type { UserFiles } from "./plan-value.ts";

/** Names longer than this are in no file that we accept. */
const longestLine = 8192;

/** The number of a text of digits, null when it is none or out of range. */
export function parseId(text: string): number | null {
  if (!/^\d{1,10}$/.test(text)) return null;
  const id = Number(text);
  return id <= highestId ? id : null;
}

/**
 * The third field of the first line of /etc/passwd or /etc/group whose first field is `name`: undefined when there is
 * no such line, null when its number is not a valid id.
 */
export function lookUp(file: string, name: string): number | null | undefined {
  if (name === "" || /[:\n]/.test(name)) return undefined;
  for (let start = 0; start < file.length; ) {
    const found = file.indexOf("\n", start);
    const end = found < 0 ? file.length : found;
    if (end - start <= longestLine && file.startsWith(`${name}:`, start)) {
      return parseId(file.slice(start, end).split(":", 4)[2] ?? "");
    }
    start = end + 1;
  }
  return undefined;
}

async function resolve(
  app: string,
  what: "user" | "group",
  value: string,
  file: string | null,
  owner: UserFiles["owner"],
): Promise<number> {
  if (value.startsWith("/")) {
    const found = await owner(value);
    if (found) return what === "user" ? found.uid : found.gid;
  } else {
    const named = lookUp(file ?? "", value);
    const id = named === undefined ? parseId(value) : named;
    if (id !== null) return id;
  }
  throw new CratonError("user-unresolved", { app, what, value: value.slice(0, 256) });
}

/** Throws `user-unresolved` with the app, which of the two, and its value. */
export async function resolveUser(
  app: string,
  wanted: { user: string; group: string },
  files: UserFiles,
): Promise<{ uid: number; gid: number }> {
  const uid = await resolve(app, "user", wanted.user, files.passwd, files.owner);
  const gid = await resolve(app, "group", wanted.group, files.group, files.owner);
  return { uid, gid };
}
