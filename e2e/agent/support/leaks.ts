/** What an agent under test could leave on the machine. */
import fs from "node:fs";

export type Process = { pid: number; command: string };

/** Processes whose command line or cgroup names `word`, this one and its parents left out. */
export function processesOf(...words: string[]): Process[] {
  const found: Process[] = [];
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || name === String(process.pid)) continue;
    try {
      const command = fs.readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      const cgroups = fs.readFileSync(`/proc/${name}/cgroup`, "utf8");
      if (words.some((word) => command.includes(word) || cgroups.includes(word)))
        found.push({ pid: Number(name), command });
    } catch {
      // It ended meanwhile.
    }
  }
  return found;
}

/** Mount points below `folder`, in the mount namespace of `pid`. */
export function mountsBelow(folder: string, pid: number): string[] {
  try {
    const lines = fs.readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
    return lines.map((line) => line.split(" ")[4] ?? "").filter((point) => point.startsWith(`${folder}/`));
  } catch {
    return [];
  }
}
