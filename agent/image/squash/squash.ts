/**
 * The ACI of an image of layers: the manifest, then the squashed tree, as a plain tar of the same bytes on every node. Written by a
 * process of its own (squash-main.ts): it reads a whole tree, and the agent answers others meanwhile.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { SquashLayer } from "./merge.ts";

/** `layers`: upper first. `manifest`: the text of the file. `image`: its name, for errors. */
export type SquashInput = { image: string; layers: SquashLayer[]; manifest: string };

/** `id`: the image ID. `size`: bytes of the ACI. `mend`: the layers need one more above them (mend-folders.ts). */
const squashId = z.object({
  id: z.string().regex(/^sha512-[0-9a-f]{128}$/),
  size: z.number().int().min(0),
  mend: z.boolean(),
});
export type SquashId = z.infer<typeof squashId>;

/** From source in tests and development, from dist/ in a build. */
const program = import.meta.url.endsWith(".ts")
  ? join(import.meta.dirname, "../squash-main.ts")
  : join(import.meta.dirname, "squash.js");
const maxComplaint = 4096;

export async function squashedId(input: SquashInput, signal: AbortSignal): Promise<SquashId> {
  const parts: Buffer[] = [];
  for await (const part of squash("id", input, signal)) parts.push(part);
  return squashId.parse(JSON.parse(Buffer.concat(parts).toString()));
}

/** `tar`: the ACI. `mend`: a layer that states things anew. Throws `bad-image` for layers that make no tree, `host-failed`, or the signal's reason. */
export async function* squash(
  mode: "id" | "tar" | "mend",
  input: SquashInput,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    ["--max-semi-space-size=2", program, mode],
    {
      stdio: ["pipe", "pipe", "pipe"],
      env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LANG: "C.UTF-8" },
      signal,
      killSignal: "SIGKILL",
    },
  );
  let complaint = "";
  let refused = false;
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    complaint = (complaint + piece).slice(-maxComplaint);
  });
  const ended = new Promise<string | null>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, name) => {
      refused = code === 3;
      resolve(code === 0 ? null : `it ended by ${name ?? code}`);
    });
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(input));
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const why = await ended;
    signal.throwIfAborted();
    if (refused) throw new CratonError("bad-image", { image: input.image, why: complaint.trim() });
    if (why !== null) throw new CratonError("host-failed", { command: "squash", why: reason(why, complaint) });
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

/** The line of the child's error, without its stack. */
function reason(why: string, complaint: string): string {
  const line = complaint.split("\n").find((text) => /^\w*Error\b.*:/.test(text));
  return line === undefined ? why : `${why}: ${line}`;
}
