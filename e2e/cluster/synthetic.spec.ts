/**
 * The synthetic API server of the scale tests behaves as the real one: the same script of requests to both, and the same
 * answers. CRATON_SAME_PODS is their size (400; `npm run scale -- --check` takes 10,000).
 */
import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listSteps } from "../scale/same/lists.ts";
import { restSteps } from "../scale/same/rest.ts";
import { copyWorld, realSide, type Side, syntheticSide } from "../scale/same/side.ts";
import { watchSteps } from "../scale/same/watches.ts";
import { type Synthetic, startSynthetic } from "../scale/support/synthetic.ts";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";

const pods = Number(process.env.CRATON_SAME_PODS ?? 400);
let synthetic: Synthetic;
let cluster: TestControlPlane;
let real: Side;
let made: Side;

beforeAll(async () => {
  // Service accounts are the controller manager's, which is not part of this.
  const apiserverArgs = ["--disable-admission-plugins=ServiceAccount"];
  const components = ["etcd", "kube-apiserver"] as const;
  [synthetic, cluster] = await Promise.all([
    startSynthetic({ pods, nodes: Math.max(5, pods / 20) }),
    startControlPlane({ components: [...components], apiserverArgs }),
  ]);
  real = realSide(fs.readFileSync(cluster.kubeconfigs.admin, "utf8"));
  made = syntheticSide(synthetic);
  await copyWorld(made.client, real.client);
}, 600_000);
afterAll(async () => {
  real?.client.close();
  made?.client.close();
  await Promise.all([synthetic?.stop(), cluster?.stop()]);
});

describe.each([
  ["lists", listSteps],
  ["watches", watchSteps],
  ["the rest", restSteps],
])("%s", (_, steps) => {
  test.each(steps)("%s", async (_name, run) => {
    expect(await run(made)).toEqual(await run(real));
  });
});
