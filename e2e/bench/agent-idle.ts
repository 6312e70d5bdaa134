/** Resident memory of an agent that has started and has nothing to do, and with one pod running. */
import fs from "node:fs";
import path from "node:path";
import { startCraton } from "../support/console.ts";
import { figure, print } from "./figures.ts";

const craton = await startCraton();
try {
  const pid = fs.readFileSync(path.join(craton.state, "run/agent.pid"), "utf8").trim();
  const megabytes = () => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  print(figure("agent idle", "MB", [megabytes()], { goal: 90 }));
  craton.craton("run", "--detach", "craton.local/tour");
  print(figure("agent with one pod", "MB", [megabytes()]));
} finally {
  await craton.stop();
}
