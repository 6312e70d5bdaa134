/** What goes with an upload, in front of the archive: `companions` bytes of JSON (lib/contract/image.ts). */
import { CratonError } from "../../lib/contract/errors.ts";
import { type UploadCompanions, uploadCompanions } from "../../lib/contract/image.ts";

/** Answers them and the rest of the body. Throws `bad-request`, naming nothing of what was in them. */
export async function takeCompanions(
  body: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ companions: UploadCompanions; rest: AsyncIterable<Uint8Array> }> {
  if (length === 0) return { companions: {}, rest: body };
  const chunks = body[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < length) {
    const step = await chunks.next();
    if (step.done === true) throw new CratonError("bad-request", { why: "the upload ends within its companions" });
    head.push(step.value);
    size += step.value.length;
  }
  const all = Buffer.concat(head);
  return { companions: parse(all.subarray(0, length).toString("utf8")), rest: after(all.subarray(length), chunks) };
}

function parse(text: string): UploadCompanions {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CratonError("bad-request", { why: "the upload's companions are no JSON" });
  }
  const parsed = uploadCompanions.safeParse(value);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join(".") || "the top";
  throw new CratonError("bad-request", { why: `the upload's companions do not fit at ${at}` });
}

async function* after(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) yield step.value;
  } finally {
    await chunks.return?.();
  }
}
