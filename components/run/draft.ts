/** What the guided form holds while it is filled in, and the request that it becomes. Pure. */

import type { Image } from "@/lib/contract/image.ts";
import type { AppCreate, PodCreate, PortCreate, VolumeCreate } from "@/lib/contract/pod.ts";
import { joinWords, splitWords } from "@/lib/format/words.ts";

export type Keyed<T> = T & { key: string };
export type AppDraft = Keyed<{
  /** Image ID; empty until chosen. */
  image: string;
  imageName: string;
  name: string;
  /** A command line; empty keeps the image's own. */
  command: string;
  environment: Keyed<{ name: string; value: string }>[];
  workingDirectory: string;
  user: string;
  group: string;
  cpu: string;
  memory: string;
  tty: boolean;
  readOnlyRootFS: boolean;
  noNewPrivileges: boolean;
}>;
export type PortDraft = Keyed<{
  name: string;
  podPort: string;
  hostPort: string;
  protocol: "tcp" | "udp";
  hostIP: string;
}>;
export type VolumeDraft = Keyed<{
  name: string;
  kind: "empty" | "host";
  source: string;
  readOnly: boolean;
  app: string;
  path: string;
}>;
export type Draft = {
  node: string;
  name: string;
  net: "default" | "none" | "host";
  apps: AppDraft[];
  ports: PortDraft[];
  volumes: VolumeDraft[];
};

let next = 0;
export const newKey = (): string => `k${next++}`;

export const emptyDraft = (node: string): Draft => ({
  node,
  name: "",
  net: "default",
  apps: [],
  ports: [],
  volumes: [],
});

/** An app of this image, with what the image says of itself. */
export function appOf(image: Image): AppDraft {
  return {
    key: newKey(),
    image: image.id,
    imageName: image.name,
    name:
      (image.name.split("/").at(-1) ?? "app")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "") || "app",
    command: "",
    environment: [],
    workingDirectory: "",
    user: "",
    group: "",
    cpu: "",
    memory: "",
    tty: false,
    readOnlyRootFS: false,
    noNewPrivileges: true,
  };
}

/** The ports that an image names, to be forwarded to the same number if that is not a privileged one. */
export function portsOf(image: Image): PortDraft[] {
  return image.ports.map(({ name, protocol, port }) => ({
    key: newKey(),
    name,
    podPort: String(port),
    hostPort: String(port < 1024 ? port + 8000 : port),
    protocol: protocol === "udp" ? "udp" : "tcp",
    hostIP: "",
  }));
}

export const commandOf = (image: Pick<Image, "command">): string => joinWords(image.command);

/** The request. Numbers that are none become NaN, which the server's answer names at their place. */
export function requestOf(draft: Draft): PodCreate {
  const apps = draft.apps.map((app): AppCreate => {
    const words = splitWords(app.command);
    const environment = app.environment.filter(({ name }) => name !== "").map(({ name, value }) => ({ name, value }));
    const mounts = draft.volumes
      .filter((volume) => volume.path !== "" && (volume.app === app.key || draft.apps.length === 1))
      .map(({ name, path, readOnly }) => ({ volume: name, path, ...(readOnly ? { readOnly } : {}) }));
    return {
      image: app.image,
      name: app.name,
      ...(words.length > 0 ? { exec: words } : {}),
      ...(environment.length > 0 ? { environment } : {}),
      ...(app.workingDirectory ? { workingDirectory: app.workingDirectory } : {}),
      ...(app.user ? { user: app.user } : {}),
      ...(app.group ? { group: app.group } : {}),
      ...(app.cpu ? { cpu: app.cpu } : {}),
      ...(app.memory ? { memory: app.memory } : {}),
      ...(app.tty ? { tty: true, stdin: true } : {}),
      ...(app.readOnlyRootFS ? { readOnlyRootFS: true } : {}),
      ...(app.noNewPrivileges ? { noNewPrivileges: true } : {}),
      ...(mounts.length > 0 ? { mounts } : {}),
    };
  });
  const ports = draft.ports.map(
    (port): PortCreate => ({
      name: port.name,
      protocol: port.protocol,
      ...(port.podPort ? { podPort: Number(port.podPort) } : {}),
      hostPort: Number(port.hostPort),
      ...(port.hostIP ? { hostIP: port.hostIP } : {}),
    }),
  );
  const volumes = draft.volumes.map(
    (volume): VolumeCreate =>
      volume.kind === "host"
        ? { name: volume.name, kind: "host", source: volume.source, ...(volume.readOnly ? { readOnly: true } : {}) }
        : { name: volume.name, kind: "empty", ...(volume.readOnly ? { readOnly: true } : {}) },
  );
  return {
    ...(draft.name ? { name: draft.name } : {}),
    apps,
    net: draft.net,
    ...(ports.length > 0 && draft.net === "default" ? { ports } : {}),
    ...(volumes.length > 0 ? { volumes } : {}),
  };
}
