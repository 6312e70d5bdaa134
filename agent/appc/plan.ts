/**
 * A request and its images become a plan: the reified manifest (appc F2) and plain values for the runtime. Pure; nothing is
 * made here, so the same function answers the guided form's dry run.
 */
import type { PathError } from "../../lib/contract/errors.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { type Draft, draftPod, type ReifiedApp } from "./draft.ts";
import { appEnvironment } from "./environment.ts";
import { type Findings, noFindings } from "./findings.ts";
import { addedCapabilities, boundBy, type IsolationPlan, planIsolation } from "./isolation.ts";
import { at } from "./json.ts";
import { manifestError } from "./manifest-error.ts";
import { planMounts } from "./mounts.ts";
import { cleanPath } from "./path.ts";
import type { AppPlan, PlanInput, PlanResult } from "./plan-value.ts";
import { planPorts } from "./ports.ts";

/** Most apps of one pod, also by manifest. */
const mostApps = 64;

/** All faults are listed; a manifest that asks for what this version lacks is refused with `unsupported`. */
export function planPod(input: PlanInput): PlanResult {
  const { request } = input;
  const findings = noFindings();
  const draft = draftPod(input, findings);
  if (!draft) return refused(input, findings);
  checkApps(draft, findings);

  const net = request.net ?? "default";
  if (net === "host") findings.rights.push({ verb: "use-host-network", what: "net host" });
  const { volumes, mounts, manifest } = planMounts(draft, findings);
  const ports = planPorts(draft, net, (request.ports ?? []).map(protocolOfName), findings);
  const pod = planIsolation(draft.isolators ?? [], null, findings);
  const apps = draft.apps.map((app, i) => planApp(app, pod, mounts[i] ?? [], request.apps?.[i], findings));
  if (findings.faults.length + findings.unsupported.length > 0) return refused(input, findings);

  const plan = {
    name: request.name ?? apps[0]?.name ?? "",
    hostname: request.hostname ?? `craton-${input.uuid}`,
    net,
    manifest: {
      ...manifest,
      isolators: draft.isolators ?? [],
      annotations: draft.annotations ?? [],
      ports: draft.ports ?? [],
    },
    apps,
    volumes,
    ports,
    limits: pod.limits,
    annotations: draft.annotations ?? [],
    rights: findings.rights,
  };
  return { ok: true, plan, isolators: findings.isolators, warnings: findings.warnings };
}

/** A port found by its name has the image's protocol; one given by number has the request's own. */
function protocolOfName(port: { protocol?: string; podPort?: number }): string | undefined {
  return port.podPort === undefined ? port.protocol : undefined;
}

function checkApps(draft: Draft, { faults, unsupported }: Findings): void {
  if (draft.apps.length === 0) faults.push({ path: "$.apps", message: "a pod needs at least one app" });
  if (draft.apps.length > mostApps) faults.push({ path: "$.apps", message: `more than ${mostApps} apps` });
  for (const [i, { app, image }] of draft.apps.entries()) {
    const path = at(at("$.apps", i), "app");
    if (!app.exec?.[0]) {
      const message = `image ${image.name ?? image.id.slice(0, 19)} names no program to run: give one (exec)`;
      faults.push({ path: at(path, "exec"), message });
    }
    if ((app.eventHandlers?.length ?? 0) > 0) {
      unsupported.push({ path: at(path, "eventHandlers"), message: "event handlers cannot be run yet" });
    }
    for (const [n, port] of (app.ports ?? []).entries()) {
      if (!port.socketActivated) continue;
      const where = at(at(at(path, "ports"), n), "socketActivated");
      unsupported.push({ path: where, message: "socket activation is not provided yet" });
    }
  }
}

function planApp(
  app: ReifiedApp,
  pod: IsolationPlan,
  mounts: AppPlan["mounts"],
  asked: { tty?: boolean; stdin?: boolean; stdinOnce?: boolean } | undefined,
  findings: Findings,
): AppPlan {
  const section = app.app;
  const isolation = boundBy(pod, planIsolation(section.isolators ?? [], app.name, findings));
  for (const name of addedCapabilities(isolation.capabilities)) {
    findings.rights.push({ verb: "add-capability", what: `app ${app.name}: ${name}` });
  }
  return {
    name: app.name,
    image: { id: app.image.id, name: app.image.name ?? "" },
    args: section.exec ?? [],
    environment: appEnvironment(app.name, section.environment ?? []),
    workingDirectory: cleanPath(section.workingDirectory ?? "/"),
    user: section.user,
    group: section.group,
    supplementaryGIDs: [...new Set(section.supplementaryGIDs ?? [])],
    mounts,
    ...isolation,
    readOnlyRootFS: app.readOnlyRootFS ?? false,
    tty: asked?.tty ?? false,
    stdin: asked?.stdin ?? false,
    ...(asked?.stdinOnce ? { stdinOnce: true } : {}),
  };
}

function refused(input: PlanInput, { faults, unsupported }: Findings): PlanResult {
  const errors: PathError[] = [...faults, ...unsupported];
  const [first] = unsupported;
  if (faults.length === 0 && first) {
    const error = new CratonError("unsupported", { what: first.path, why: first.message }, { errors });
    return { ok: false, error, errors };
  }
  return {
    ok: false,
    error: manifestError(input.request.manifest === undefined ? "pod" : "pod manifest", errors),
    errors,
  };
}
