/** Gives back what the host holds for a pod, while its folder with the writable layers and logs stays. */
import { appRef, sandboxSpec } from "./app-spec.ts";
import type { Core } from "./core.ts";
import type { LivePod } from "./live-pod.ts";

/** Answers whether all is gone; what failed is reported, and tried again when the pod is removed or the agent starts. */
export async function clean(core: Core, pod: LivePod): Promise<boolean> {
  let done = true;
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      done = false;
      core.report(error, `${what} of pod ${pod.uuid} could not be cleaned up`);
    }
  };
  for (const { name } of pod.file.plan.apps)
    await attempt(`app ${name}`, () => core.host.removeApp(appRef(core, pod, name)));
  await attempt("the sandbox", () => core.host.removeSandbox(sandboxSpec(core, pod)));
  return done;
}
