/** Pods are named by UUID, by a unique beginning of one, or by a file that holds one (--uuid-file). */
import fs from "node:fs";
import { UsageError } from "./failure.ts";

/** Lower case, as agents write them. A wrong one is told before anything is asked. */
export function podId(text: string): string {
  const id = text.trim().toLowerCase();
  if (!/^[0-9a-f][0-9a-f-]{0,35}$/.test(id))
    throw new UsageError(`${text.trim() || "an empty text"} is no UUID, nor the beginning of one`);
  return id;
}

/** Of the arguments, or of the file; never of both. */
export function podIds(positionals: string[], file: string | undefined): string[] {
  if (file === undefined) return positionals.map(podId);
  if (positionals.length > 0) throw new UsageError("give a UUID or --uuid-file, not both");
  return [podId(fs.readFileSync(file, "utf8"))];
}

export function onlyPod(positionals: string[], file: string | undefined): string {
  const [id, ...more] = podIds(positionals, file);
  if (id === undefined) throw new UsageError("give a pod's UUID");
  if (more.length > 0) throw new UsageError("give only one pod's UUID");
  return id;
}
