/** What a start made in the kernel, by name, so that an uninstall finds it: STATE/run/layout.json. */
import fs from "node:fs";
import path from "node:path";

const fileOf = (state) => path.join(state, "run/layout.json");

export function writeLayout(state, { release, bridge, subnet, cgroup }) {
  const file = fileOf(state);
  fs.writeFileSync(`${file}.tmp`, `${JSON.stringify({ release, bridge, subnet, cgroup })}\n`);
  fs.renameSync(`${file}.tmp`, file);
}

/** null when no agent was ever started on this state. */
export function readLayout(state) {
  try {
    return JSON.parse(fs.readFileSync(fileOf(state), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
