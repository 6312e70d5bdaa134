/** What `craton doctor` says of the keeper: whether it lives, and whether it is of the agent's build. */
import fs from "node:fs";
import path from "node:path";
import { Keeper } from "../../agent/host/keeper/client.ts";
import { keeperAge, keeperRemedy } from "../../agent/host/keeper/errors.ts";
import type { Finding } from "./doctor-host.ts";
import { failureLines } from "./failure.ts";

const what = "keeper";

/** Root alone may ask it. */
export async function keeperFinding(state: string): Promise<Finding> {
  const socket = path.join(state, "run/keeper.sock");
  if (!fs.existsSync(socket)) return { level: "note", what, finding: `${socket} does not exist: npm start makes it` };
  const keeper = new Keeper(socket);
  try {
    const { pid, protocol, children } = await keeper.ping();
    const text = `pid ${pid} answers, it looks after ${children} ${children === 1 ? "process" : "processes"}`;
    const age = keeperAge(protocol);
    if (age !== null) return { level: "lacks", what, finding: `${text}; ${age}: ${keeperRemedy}` };
    if (isOtherBuild(pid, state) === true)
      return {
        level: "note",
        what,
        finding: `${text}; it is of another build than the agent: the next start without pods replaces it`,
      };
    return { level: "ok", what, finding: text };
  } catch (error) {
    return { level: "lacks", what, finding: failureLines(error)[0] ?? "unknown" };
  } finally {
    keeper.close();
  }
}

/** Compares the running keeper with the one beside the running agent; null when there is no such agent. */
function isOtherBuild(keeper: number, state: string): boolean | null {
  try {
    const agent = fs.readFileSync(path.join(state, "run/agent.pid"), "utf8").trim();
    const bundle = fs
      .readFileSync(`/proc/${agent}/cmdline`, "utf8")
      .split("\0")
      .find((one) => one.endsWith("/agent.js"));
    if (bundle === undefined) return null;
    const [running, beside] = [`/proc/${keeper}/exe`, path.join(path.dirname(bundle), "keeper")].map((file) =>
      fs.readFileSync(file),
    );
    return running !== undefined && beside !== undefined && !running.equals(beside);
  } catch {
    return null;
  }
}
