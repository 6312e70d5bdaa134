/**
 * Docker's `User` as appc's user and group. `u:g` is what it says. For `u` alone Docker takes the user's own group from the image's
 * /etc/passwd, and 0 for a number that is not in it; appc has no such rule, so it is looked up once here.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import { highestId } from "../appc/app-section.ts";

/** Answers a file of the image as text, null when it has none. */
export type ReadImageFile = (path: string) => Promise<string | null>;

export async function userOf(
  user: string | null | undefined,
  image: string,
  readFile: ReadImageFile,
): Promise<{ user: string; group: string }> {
  if (!user) return { user: "0", group: "0" };
  const fault = (why: string) =>
    new CratonError("bad-image", { image, why: `its user ${JSON.stringify(user.slice(0, 64))} ${why}` });
  const [name = "", group, ...more] = user.split(":");
  if (more.length > 0 || name.startsWith("/") || group?.startsWith("/")) throw fault("is neither USER nor USER:GROUP");
  for (const part of [name, group])
    if (part !== undefined && /^[0-9]+$/.test(part) && Number(part) > highestId)
      throw fault(`is larger than ${highestId}`);
  if (name.startsWith("-")) throw fault("is negative");
  if (group) return { user: name || "0", group };
  const numeric = /^[0-9]+$/.test(name);
  const passwd = (await readFile("/etc/passwd")) ?? "";
  for (const line of passwd.split("\n")) {
    const [login, , uid, gid] = line.split(":");
    if (login !== name && !(numeric && uid === name)) continue;
    if (gid !== undefined && /^[0-9]+$/.test(gid) && Number(gid) <= highestId)
      return { user: name, group: String(Number(gid)) };
  }
  return { user: name || "0", group: numeric || name === "" ? "0" : name };
}
