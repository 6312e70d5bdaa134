/** Removing a pod that does not run: one rename makes it garbage for good, then all that it had is taken away. */
import { CratonError } from "../../lib/contract/errors.ts";
import { podCan } from "../../lib/contract/pod-state.ts";
import { clean } from "./clean.ts";
import { type Core, move, podError, podFolder, tell } from "./core.ts";
import type { LivePod } from "./live-pod.ts";
import { demand } from "./plan.ts";
import type { Actor } from "./service.ts";

/** Two removals at once are one. Removing again what could not be removed takes it up where it stands. */
export async function removePod(core: Core, pod: LivePod, actor: Actor): Promise<void> {
  demand(actor, "remove", "pod", `pod ${pod.uuid}`);
  const guard = () => {
    const why = podCan.remove(pod.state);
    if (why) throw new CratonError("pod-state", { uuid: pod.uuid, verb: "be removed", why });
  };
  guard();
  pod.removal ??= pod.queue
    .run(async () => {
      guard();
      await discard(core, pod, actor.user);
    })
    .finally(() => {
      pod.removal = null;
    });
  return pod.removal;
}

/** Within the queue, and in recovery. `aborted`: it was never prepared, nobody was ever told of it as made. */
export async function discard(core: Core, pod: LivePod, user: string | null, aborted = false): Promise<void> {
  try {
    if (pod.phase === "run") await move(core, pod, "exited-garbage", "removing");
    else if (pod.phase === "prepare" || pod.phase === "prepared") await move(core, pod, "garbage", "removing");
    if (!pod.status.clean && !(await clean(core, pod)))
      throw new CratonError("pod-failed", {
        uuid: pod.uuid,
        verb: "be removed",
        why: "the host still holds something of it",
      });
    await core.host.removeTree(podFolder(core, pod));
  } catch (error) {
    throw podError(error, pod.uuid, "be removed");
  }
  pod.unwatch();
  core.logs.stop(pod.uuid);
  core.logs.poke(pod.uuid);
  core.pods.delete(pod.uuid);
  const message = `pod ${pod.file.plan.name} ${aborted ? "was cut off while it was made, and" : ""} is removed`;
  tell(core, pod, aborted ? "PodAborted" : "PodRemoved", message.replaceAll("  ", " "), {
    gone: true,
    level: aborted ? "warning" : "normal",
    ...(user !== null && { user }),
  });
}
