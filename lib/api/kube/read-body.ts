/** Bodies of API answers as a whole. */
import { CratonError } from "../../contract/errors.ts";

/** Null when it is longer than `limit` bytes; the rest is not read then. */
export async function readText(body: AsyncIterable<Uint8Array>, limit: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** `kube-failed` when it is no JSON, `too-large` when it is longer than `limit` bytes. */
export async function readJson(body: AsyncIterable<Uint8Array>, limit: number, cluster: string): Promise<unknown> {
  const text = await readText(body, limit);
  if (text === null) throw new CratonError("too-large", { what: `the answer of cluster ${cluster}`, limit });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CratonError("kube-failed", { cluster, why: "its answer is not JSON" }, { cause });
  }
}
