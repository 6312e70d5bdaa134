/** The first step of a plan: a request becomes a pod manifest with images by ID and complete `app` sections (appc F2, F3). */
import type { AppSection, ExposedPort, ImageManifest, PodManifest, RuntimeApp } from "../../lib/contract/appc.ts";
import type { AppCreate, PodCreate, PortCreate } from "../../lib/contract/pod.ts";
import { defaultAppName } from "./app-name.ts";
import type { Findings } from "./findings.ts";
import { checkImageManifest } from "./image-manifest.ts";
import { at } from "./json.ts";
import { osArchFault } from "./os-arch.ts";
import { overrideApp } from "./overrides.ts";
import type { PlanInput } from "./plan-value.ts";
import { parsePodManifest } from "./pod-manifest.ts";
import { specVersion } from "./types.ts";

export type ReifiedApp = RuntimeApp & { app: AppSection };
export type Draft = Omit<PodManifest, "apps"> & { apps: ReifiedApp[] };

/** null when there were faults, all of which are in `findings`. */
export function draftPod(input: PlanInput, findings: Findings): Draft | null {
  const { request } = input;
  return request.manifest === undefined ? fromApps(input, findings) : fromManifest(request, input, findings);
}

function fromManifest(request: PodCreate, input: PlanInput, findings: Findings): Draft | null {
  for (const key of ["apps", "volumes", "ports", "annotations"] as const) {
    if (request[key] !== undefined) {
      findings.faults.push({ path: at("$", key), message: "cannot be given beside a pod manifest" });
    }
  }
  const parsed = parsePodManifest(request.manifest);
  if (!parsed.ok) findings.faults.push(...parsed.errors);
  if (!parsed.ok || findings.faults.length > 0) return null;
  const apps = parsed.manifest.apps.map((app, i): ReifiedApp => {
    const image = imageOf(app.image.id, at(at("$.apps", i), "image"), input, findings);
    const labels = app.image.labels ?? image?.labels;
    return {
      ...app,
      image: { ...app.image, name: app.image.name ?? image?.name, ...(labels ? { labels } : {}) },
      app: app.app ?? image?.app ?? { user: "0", group: "0" },
    };
  });
  return findings.faults.length > 0 ? null : { ...parsed.manifest, apps };
}

function fromApps(input: PlanInput, findings: Findings): Draft | null {
  const { request } = input;
  const apps = (request.apps ?? []).map((app, i) => fromImage(app, at("$.apps", i), input, findings));
  if (findings.faults.length > 0) return null;
  const parsed = parsePodManifest({
    acKind: "PodManifest",
    acVersion: specVersion,
    apps,
    volumes: request.volumes ?? [],
    isolators: [],
    annotations: request.annotations ?? [],
    ports: (request.ports ?? []).map(exposedPort),
  });
  if (parsed.ok) return parsed.manifest as Draft;
  findings.faults.push(...parsed.errors);
  return null;
}

function fromImage(app: AppCreate, path: string, input: PlanInput, findings: Findings): ReifiedApp | null {
  const found = input.images(app.image);
  const image = imageOf(found.id, at(path, "image"), { ...input, images: () => found }, findings);
  if (!image) return null;
  return {
    name: app.name ?? defaultAppName(image.name),
    image: { id: found.id, name: image.name, ...(image.labels ? { labels: image.labels } : {}) },
    app: overrideApp(image.app, app),
    readOnlyRootFS: app.readOnlyRootFS ?? false,
    mounts: (app.mounts ?? []).map(({ volume, path: target }) => ({ volume, path: target })),
  };
}

function exposedPort({ name, protocol, podPort, hostPort, hostIP }: PortCreate): ExposedPort {
  return {
    name,
    hostPort,
    ...(hostIP === undefined ? {} : { hostIP }),
    ...(podPort === undefined ? {} : { podPort: { name, protocol: protocol ?? "tcp", port: podPort, count: 1 } }),
  };
}

/** The image's manifest, null when it has faults or is made for another kind of machine. */
function imageOf(ref: string, path: string, input: PlanInput, findings: Findings): ImageManifest | null {
  const image = input.images(ref);
  const parsed = checkImageManifest(image.manifest);
  if (!parsed.ok) {
    for (const { path: inside, message } of parsed.errors) {
      findings.faults.push({ path, message: `the manifest of image ${image.name} is wrong at ${inside}: ${message}` });
    }
    return null;
  }
  const label = (name: string) => parsed.manifest.labels?.find((item) => item.name === name)?.value;
  const [os, arch] = [label("os"), label("arch")];
  const foreign = os !== undefined && (os !== "linux" || (arch !== undefined && input.arch && arch !== input.arch));
  if (!foreign || osArchFault(os, arch)) return parsed.manifest;
  const node = `linux${input.arch ? `/${input.arch}` : ""}`;
  findings.faults.push({ path, message: `image ${image.name} is for ${os}/${arch ?? "any"}, this node is ${node}` });
  return null;
}
