/**
 * A life of three pods, told step by step, for tests that kill the core in the middle. Run as a program (pod-life-child.ts) it
 * says on stdout what it asks for and what was acknowledged, each in a line that is written before it goes on.
 */
import type { Pods } from "../../agent/pod/pods.ts";
import type { Pod, PodCreate } from "../../lib/contract/pod.ts";
import { admin } from "./pod-world.ts";

export const [uuidA, uuidB, uuidC, uuidD] = ["a", "b", "c", "d"].map(
  (c) => `${c.repeat(8)}-0000-4000-8000-000000000000`,
) as [string, string, string, string];

/** How the tests' host says it: command lines, and how an app is made to end well. */
export type Life = {
  idle: string[];
  fail: (code: number) => string[];
  endWell: (pods: Pods, uuid: string, app: string) => Promise<void>;
  until: (uuid: string, test: (pod: Pod) => boolean) => Promise<Pod>;
};

export async function live(pods: Pods, life: Life, say: (line: string) => void): Promise<void> {
  const app = (name: string, exec: string[]) => ({ image: "box", name, exec });
  const request = (uuid: string, apps: ReturnType<typeof app>[]): PodCreate => ({ uuid, apps, net: "none" });
  await pods.recover();
  say("recovered");
  await pods.create(request(uuidA, [app("a", life.idle), app("b", life.idle)]), admin);
  say("created A");
  await pods.create({ ...request(uuidB, [app("main", life.idle)]), start: false }, admin);
  say("created B");
  await pods.start(uuidB, admin);
  say("started B");
  await life.endWell(pods, uuidA, "a");
  await life.until(uuidA, ({ apps }) => apps[0]?.state === "exited");
  say("stopping A");
  await pods.stop(uuidA, {}, admin);
  say("stopped A");
  await pods.create(request(uuidC, [app("main", life.fail(3))]), admin);
  say("created C");
  await life.until(uuidC, ({ state }) => state === "exited");
  say("removing A");
  await pods.remove(uuidA, admin);
  say("removed A");
  say("stopping B");
  await pods.stop(uuidB, { force: true }, admin);
  say("stopped B");
}

/** What must be true of the pods after a recovery, given what was said before the kill. Answers breaches. */
export function breaches(said: string[], list: Pod[]): string[] {
  const wrong: string[] = [];
  const find = (uuid: string) => list.find((pod) => pod.uuid === uuid);
  const must = (what: string, holds: boolean | undefined) => {
    if (!holds) wrong.push(what);
  };
  const has = (line: string) => said.includes(line);
  const [a, b, c] = [uuidA, uuidB, uuidC].map(find);
  if (has("created A") && !has("stopping A")) must("A runs on", a?.state === "running");
  if (has("stopped A") && !has("removing A")) must("A stays stopped", a?.state === "exited");
  if (has("stopped A") && a) must("A's first app ended well", a.apps[0]?.exitCode === 0 && a.apps[1]?.exitCode !== 0);
  if (has("removed A")) must("A stays removed", !a);
  if (has("created B")) must("B is there", b !== undefined);
  if (has("created B") && b) must("B is not half made", ["prepared", "running", "exited"].includes(b.state));
  if (has("started B") && !has("stopping B")) must("B runs on", b?.state === "running");
  if (has("stopped B")) must("B stays stopped", b?.state === "exited" && b.exitCode === 137);
  if (has("created C")) must("C ended with its own code", c?.exitCode === 3);
  for (const { uuid, state, apps } of list) {
    must(`${uuid} is in a state of rest`, ["prepared", "running", "stopping", "exited"].includes(state));
    for (const one of apps) must(`${uuid}'s codes are known`, (one.state === "exited") === (one.exitCode !== null));
  }
  return wrong;
}
