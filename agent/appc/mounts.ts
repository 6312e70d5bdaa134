/** Volumes and mounts (appc F2, F4, F5, G3): every mount point gets a volume, and no two targets overlap. */
import type { Mount, Volume } from "../../lib/contract/appc.ts";
import type { Draft, ReifiedApp } from "./draft.ts";
import type { Findings } from "./findings.ts";
import { at } from "./json.ts";
import { cleanPath, isWithin } from "./path.ts";
import type { AppPlan, VolumePlan } from "./plan-value.ts";

/** `origin` is the JSON path that asked for it. */
type Target = { volume: string; path: string; readOnly: boolean; origin: string };
export type MountsPlan = { volumes: VolumePlan[]; mounts: AppPlan["mounts"][]; manifest: Draft };

/** Places that the executor itself fills (appc G10). */
const reserved = ["/proc", "/sys", "/dev"];

export function planMounts(draft: Draft, findings: Findings): MountsPlan {
  const volumes = new Map<string, VolumePlan>();
  for (const volume of draft.volumes ?? []) volumes.set(volume.name, volumePlan(volume, false));
  const inlined = new Map<string, Volume>();
  const used = new Set<string>();
  const perApp = draft.apps.map((app, i) => {
    const path = at("$.apps", i);
    const targets = [...explicit(app, path, volumes, inlined, findings)];
    targets.push(...implied(app, path, targets, volumes, findings));
    for (const target of targets) used.add(target.volume);
    refuseOverlaps(targets, findings);
    return targets.map((target) => ({ ...target, readOnly: isReadOnly(target, app, volumes) }));
  });
  for (const name of volumes.keys()) {
    if (!used.has(name)) findings.warnings.push(`volume ${name} is not mounted by any app`);
  }
  for (const volume of volumes.values()) {
    if (volume.kind === "host")
      findings.rights.push({ verb: "use-host-path", what: `volume ${volume.name}: ${volume.source}` });
  }
  const mounts = perApp.map((targets) => targets.map(({ volume, path, readOnly }) => ({ volume, path, readOnly })));
  const apps = draft.apps.map((app, i) => ({
    ...app,
    mounts: (mounts[i] ?? []).map(({ volume, path }): Mount => ({ volume, path })),
  }));
  return {
    volumes: [...volumes.values()],
    mounts,
    manifest: { ...draft, apps, volumes: [...volumes.values()].map(written) },
  };
}

/** The mounts that the manifest names. An inline `appVolume` becomes a volume of the pod, named after its app. */
function explicit(
  app: ReifiedApp,
  path: string,
  volumes: Map<string, VolumePlan>,
  inlined: Map<string, Volume>,
  findings: Findings,
): Target[] {
  return (app.mounts ?? []).map((mount, i) => {
    const origin = at(at(path, "mounts"), i);
    let name = mount.volume;
    if (mount.appVolume) {
      const text = JSON.stringify(mount.appVolume);
      name = freeName(`${app.name}-${mount.appVolume.name}`, (taken) => {
        const there = inlined.get(taken);
        return volumes.has(taken) && JSON.stringify(there) !== text;
      });
      inlined.set(name, mount.appVolume);
      volumes.set(name, volumePlan({ ...mount.appVolume, name }, false));
    } else if (!volumes.has(name)) {
      findings.faults.push({ path: at(origin, "volume"), message: `the pod has no volume ${name}` });
    }
    return { volume: name, path: cleanPath(mount.path), readOnly: false, origin };
  });
}

/** Mount points that no mount satisfies: by the volume of their name, else by an empty volume made for them. */
function implied(
  app: ReifiedApp,
  path: string,
  targets: Target[],
  volumes: Map<string, VolumePlan>,
  findings: Findings,
): Target[] {
  const done = new Set(targets.map((target) => target.path));
  const result: Target[] = [];
  for (const [i, point] of (app.app.mountPoints ?? []).entries()) {
    const target = cleanPath(point.path);
    if (done.has(target)) continue;
    let volume = point.name;
    if (!volumes.has(volume) || volumes.get(volume)?.implicit) {
      volume = freeName(`${app.name}-${point.name}`, (taken) => volumes.has(taken));
      volumes.set(volume, volumePlan({ name: volume, kind: "empty" }, true));
      const what = `mount point ${point.name} (${target}) of app ${app.name}`;
      findings.warnings.push(`${what} has no volume: an empty one, ${volume}, is made, which ends with the pod`);
    }
    result.push({ volume, path: target, readOnly: false, origin: at(at(at(path, "app"), "mountPoints"), i) });
  }
  return result;
}

function refuseOverlaps(targets: Target[], findings: Findings): void {
  for (const [i, target] of targets.entries()) {
    const place = reserved.find((folder) => isWithin(target.path, folder));
    const why = target.path === "/" ? "the root itself" : place && `in ${place}, which the executor provides`;
    if (why) findings.faults.push({ path: at(target.origin, "path"), message: `${target.path} is ${why}` });
    const other = targets.slice(0, i).find((t) => isWithin(t.path, target.path) || isWithin(target.path, t.path));
    if (other) {
      const message = `${target.path} overlaps ${other.path} of ${other.origin}`;
      findings.faults.push({ path: at(target.origin, "path"), message });
    }
  }
}

/** The OR of volume and mount point (appc gotcha 15); a request's mounts became mount points before. */
function isReadOnly(target: Target, app: ReifiedApp, volumes: Map<string, VolumePlan>): boolean {
  const points = app.app.mountPoints ?? [];
  const point = points.some((item) => item.readOnly && cleanPath(item.path) === target.path);
  return point || volumes.get(target.volume)?.readOnly === true;
}

function freeName(wanted: string, taken: (name: string) => boolean): string {
  const short = wanted.slice(0, 63).replace(/-$/, "");
  let name = short;
  for (let n = 2; taken(name); n++) name = `${short.slice(0, 58).replace(/-$/, "")}-${n}`;
  return name;
}

function volumePlan(volume: Volume, implicit: boolean): VolumePlan {
  const { name, readOnly = false } = volume;
  if (volume.kind === "host") {
    const { source, recursive = true } = volume;
    return { name, kind: "host", source: cleanPath(source), readOnly, recursive, implicit: false };
  }
  const { mode = "0755", uid = 0, gid = 0 } = volume;
  return { name, kind: "empty", readOnly, mode: Number.parseInt(mode, 8), uid, gid, implicit };
}

function written(volume: VolumePlan): Volume {
  if (volume.kind === "host") {
    const { name, source, readOnly, recursive } = volume;
    return { name, kind: "host", source, readOnly, recursive };
  }
  const { name, readOnly, mode, uid, gid } = volume;
  return { name, kind: "empty", readOnly, mode: mode.toString(8).padStart(4, "0"), uid, gid };
}
