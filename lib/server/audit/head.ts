/**
 * The second anchor: STATE/console/audit-head says how long the chain is and how it ends, signed with a key of its own
 * (audit.key; audit.pub is for outsiders). Cutting the end of the log off leaves the head pointing past it.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { writeDurably } from "../store/durable-file.ts";
import { canonicalJson } from "./canonical.ts";
import type { ChainState } from "./chain.ts";

const headFile = z.object({ seq: z.number().int(), hash: z.string(), signature: z.string() });
export type Head = z.infer<typeof headFile>;

export class AuditHead {
  private readonly file: string;
  private readonly key: KeyObject;
  private readonly publicKey: KeyObject;
  constructor(home: string) {
    this.file = path.join(home, "audit-head");
    this.key = loadKey(home);
    this.publicKey = createPublicKey(this.key);
  }

  /** null when there is none; throws with the reason when it is not a head that this key signed. */
  read(): Head | null {
    let text: string;
    try {
      text = fs.readFileSync(this.file, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
    const head = headFile.parse(JSON.parse(text));
    const { signature, ...said } = head;
    if (!verify(null, Buffer.from(canonicalJson(said)), this.publicKey, Buffer.from(signature, "base64url"))) {
      throw new Error("the head's signature is wrong");
    }
    return head;
  }

  async write(state: ChainState): Promise<void> {
    const signature = sign(null, Buffer.from(canonicalJson(state)), this.key).toString("base64url");
    await writeDurably(this.file, `${JSON.stringify({ ...state, signature })}\n`);
  }
}

function loadKey(home: string): KeyObject {
  const file = path.join(home, "audit.key");
  if (!fs.existsSync(file)) {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    fs.writeFileSync(path.join(home, "audit.pub"), publicKey.export({ type: "spki", format: "pem" }), { mode: 0o644 });
    const temp = `${file}.tmp`;
    fs.writeFileSync(temp, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flush: true });
    fs.renameSync(temp, file);
  }
  return createPrivateKey(fs.readFileSync(file));
}
