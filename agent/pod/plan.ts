/** Request → what would be made: checked, allowed, resolved, and nothing touched. Shared by creation and the dry run. */
import { CratonError } from "../../lib/contract/errors.ts";
import type { IsolatorReport, PodCreate } from "../../lib/contract/pod.ts";
import { may, type Verb } from "../../lib/contract/roles.ts";
import { planPod } from "../appc/plan.ts";
import type { AppPlan, PodPlanValue } from "../appc/plan-value.ts";
import { resolveUser } from "../appc/user.ts";
import type { ImageForPod } from "../image/service.ts";
import type { Core } from "./core.ts";
import { checkHostPath } from "./host-path.ts";
import type { PodFile } from "./record.ts";
import type { Actor } from "./service.ts";

export type Planned = {
  plan: PodPlanValue;
  users: PodFile["users"];
  isolators: IsolatorReport[];
  warnings: string[];
};
/** More of a passwd or group file than this is refused. */
const largestUserFile = 1 << 20;

export function demand(actor: Actor, verb: Verb, noun: "pod" | "exec", what: string): void {
  const why = may(actor.role, verb, noun);
  if (why) throw new CratonError("forbidden", { user: actor.user, verb, noun: what, why });
}

/**
 * Errors: `bad-manifest`, `unsupported`, `image-not-found`, `ambiguous-id`, `forbidden`, `volume-source`,
 * `user-unresolved`.
 */
export async function planRequest(core: Core, request: PodCreate, uuid: string, actor: Actor): Promise<Planned> {
  demand(actor, "create", "pod", "a pod");
  const images = new Map<string, ImageForPod>();
  const planned = planPod({
    request,
    uuid,
    images: (ref) => {
      const image = core.images.forPod(ref);
      images.set(image.id, image);
      return image;
    },
  });
  if (!planned.ok) throw planned.error;
  const { plan, isolators, warnings } = planned;
  for (const { verb, what } of plan.rights) demand(actor, verb, "pod", what);
  await checkVolumes(core, plan);
  const users: PodFile["users"] = {};
  for (const app of plan.apps) users[app.name] = await userOf(core, app, images.get(app.image.id)?.lower ?? []);
  return { plan, users, isolators, warnings };
}

/** Again before each start: a path may have changed since it was planned. */
export async function checkVolumes(core: Core, plan: PodPlanValue): Promise<void> {
  for (const volume of plan.volumes) {
    if (volume.kind !== "host") continue;
    await checkHostPath(volume.name, volume.source, core.state);
    await core.host.volumeSource(volume.name, volume.source);
  }
}

async function userOf(core: Core, app: AppPlan, lower: string[]): Promise<{ uid: number; gid: number }> {
  const text = async (path: string) =>
    (await core.host.readInRoot(lower, path, largestUserFile))?.data.toString("utf8") ?? null;
  return resolveUser(app.name, app, {
    passwd: await text("/etc/passwd"),
    group: await text("/etc/group"),
    owner: async (path) => {
      const found = await core.host.readInRoot(lower, path, 2 ** 31);
      return found && { uid: found.uid, gid: found.gid };
    },
  });
}
