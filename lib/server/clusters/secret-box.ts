/**
 * Secrets at rest: AES-256-GCM under STATE/console/secret.key (0600, made once). What a secret belongs to is authenticated
 * with it, so that it opens in its own place alone.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { CratonError } from "../../contract/errors.ts";
import { writeDurably } from "../store/durable-file.ts";

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export class SecretBox {
  private readonly key: Buffer;
  /** Names the key without telling it. */
  readonly keyId: string;

  constructor(key: Buffer) {
    this.key = key;
    this.keyId = createHash("sha256").update("craton key id").update(key).digest("hex").slice(0, 16);
  }

  /** Reads the key of a console's folder, makes it the first time. Throws when the file is there and is no key. */
  static async open(home: string): Promise<SecretBox> {
    const file = path.join(home, "secret.key");
    if (!fs.existsSync(file)) await writeDurably(file, `${randomBytes(keyBytes).toString("base64")}\n`, 0o600);
    fs.chmodSync(file, 0o600);
    const key = Buffer.from(fs.readFileSync(file, "utf8").trim(), "base64");
    if (key.length !== keyBytes) throw new Error(`${file} is not a key of ${keyBytes} bytes`);
    return new SecretBox(key);
  }

  /** `1.KEY ID.BASE64URL(nonce, tag, cipher text)`. */
  seal(secret: string, place: readonly string[]): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce).setAAD(this.dataOf(place));
    const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
    return `1.${this.keyId}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url")}`;
  }

  /** `unavailable` when another key sealed it, or when it is not what was sealed for this place. */
  open(sealed: string, place: readonly string[]): string {
    const refuse = (why: string) =>
      new CratonError("unavailable", { what: `the secret of ${place.join(" of ")}`, why });
    const [version, keyId, body = ""] = sealed.split(".");
    if (version !== "1") throw refuse("its format is not known");
    if (keyId !== this.keyId) throw refuse("it was sealed with another secret.key");
    const bytes = Buffer.from(body, "base64url");
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(this.dataOf(place)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") + decipher.final("utf8");
    } catch {
      throw refuse("it was changed");
    }
  }

  private dataOf(place: readonly string[]): Buffer {
    return Buffer.from(JSON.stringify(["craton", 1, this.keyId, ...place]));
  }
}
