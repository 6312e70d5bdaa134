/** In which order processes end, seen from another process that looks at /proc without pause. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Prints each pid when it has ended; a zombie has. */
const observer = `
const fs = require("node:fs");
let pids = process.argv.slice(1);
const ended = (pid) => {
  try {
    return /\\) [ZX] /.test(fs.readFileSync("/proc/" + pid + "/stat", "utf8"));
  } catch {
    return true;
  }
};
console.log("looks");
while (pids.length > 0) {
  const gone = pids.filter(ended);
  for (const pid of gone) console.log(pid);
  if (gone.length > 0) pids = pids.filter((pid) => !gone.includes(pid));
}
`;

/** Resolves when it looks, with a promise of the order. */
export async function endingOrder(pids: number[]): Promise<{ order: Promise<number[]> }> {
  const child = spawn(process.execPath, ["-e", observer, ...pids.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const order = text(child.stdout).then((lines) => lines.trim().split("\n").slice(1).map(Number));
  await once(child.stdout, "readable");
  return { order };
}
