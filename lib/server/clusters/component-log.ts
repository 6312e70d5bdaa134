/** The newest lines of a component of the embedded cluster, from the log file that `npm start` keeps. */
import fs from "node:fs/promises";
import path from "node:path";
import type { ClusterStatus } from "../../contract/cluster-status.ts";
import { CratonError } from "../../contract/errors.ts";
import { plainText } from "../../format/plain-text.ts";

/** The whole list: nothing else in the folder can be read. */
export const componentNames = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;
const mostLines = 200;
const mostBytes = 256 * 1024;
const longestLine = 4_000;

/** Oldest first; empty before the component has said anything. `not-found` for another name. */
export async function tailLog(status: ClusterStatus, component: string): Promise<string[]> {
  if (!componentNames.some((name) => name === component)) {
    throw new CratonError("not-found", { what: "component", value: component.slice(0, 63) });
  }
  let handle: fs.FileHandle;
  try {
    handle = await fs.open(path.join(status.logs, `${component}.log`), "r");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new CratonError(
      "unavailable",
      { what: `the log of ${component}`, why: "the console cannot read it" },
      { cause },
    );
  }
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - mostBytes);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(size, mostBytes)), 0, undefined, from);
    const lines = buffer.subarray(0, bytesRead).toString("utf8").trimEnd().split("\n");
    // The first one is cut where the file is longer.
    const whole = from > 0 ? lines.slice(1) : lines;
    return whole.slice(-mostLines).map((line) => plainText(line).slice(0, longestLine));
  } finally {
    await handle.close();
  }
}
