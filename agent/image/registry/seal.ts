/**
 * Passwords of registries at rest: AES-256-GCM under STATE/agent/secret.key (0600, made once). The registry's name and the user are
 * authenticated with it, so that it opens in its own entry alone. It protects what leaves without the key (a copy of the settings, a
 * log, a screenshot); whoever is root on the node, or has the whole state folder, has the passwords.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import { CratonError } from "../../../lib/contract/errors.ts";
import { type Disk, diskError } from "../../disk.ts";

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export type Seal = {
  /** `1.KEY ID.BASE64URL(nonce, tag, cipher text)`. */
  close(secret: string, place: readonly string[]): string;
  /** `unavailable` when another key sealed it, or it is not what was sealed for this place. */
  open(sealed: string, place: readonly string[]): string;
};

/** Reads the key, makes it the first time. A file that is no key is set aside as `….broken-MS`. */
export async function openSeal(path: string, disk: Disk): Promise<Seal> {
  const text = await readKey(path);
  if (text === null) {
    await disk.writeDurable(path, `${randomBytes(keyBytes).toString("base64")}\n`, { mode: 0o600 });
    return openSeal(path, disk);
  }
  const key = Buffer.from(text.trim(), "base64");
  if (key.length === keyBytes) return sealWith(key);
  await disk.renameDurable(path, `${path}.broken-${Date.now()}`);
  return openSeal(path, disk);
}

async function readKey(path: string): Promise<string | null> {
  try {
    await chmod(path, 0o600);
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw diskError(cause, path, "read");
  }
}

function sealWith(key: Buffer): Seal {
  const id = createHash("sha256").update("craton agent key id").update(key).digest("hex").slice(0, 16);
  const dataOf = (place: readonly string[]) => Buffer.from(JSON.stringify(["craton agent", 1, id, ...place]));
  return {
    close(secret, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(dataOf(place));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return `1.${id}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url")}`;
    },
    open(sealed, place) {
      const what = `the password of ${place[0]}`;
      const refuse = (why: string) => new CratonError("unavailable", { what, why: `${why}; give it again` });
      const [version, keyId, body = ""] = sealed.split(".");
      if (version !== "1") throw refuse("its format is not known");
      if (keyId !== id) throw refuse("it was sealed with another secret.key");
      const bytes = Buffer.from(body, "base64url");
      try {
        const options = { authTagLength: tagBytes };
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), options);
        decipher.setAAD(dataOf(place)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
      } catch {
        throw refuse("it was changed");
      }
    },
  };
}
