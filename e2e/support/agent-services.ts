/** Services for tests of the agent's edge: they remember calls and answer one pod and one image. */

import type { Stdio } from "../../agent/host/host.ts";
import type { Services } from "../../agent/http/services.ts";
import type { Served } from "../../agent/image/serving/service.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { EventLine, EventRecord } from "../../lib/contract/event.ts";
import type { Image } from "../../lib/contract/image.ts";
import type { NodeFacts } from "../../lib/contract/node.ts";
import type { PeerImage } from "../../lib/contract/peer.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import type { TrustList } from "../../lib/contract/trust.ts";

const time = "2026-11-24T10:00:00.000Z";
export const uuid = "8b1d3f4e-4a5b-4c6d-8e7f-0123456789ab";
export const imageId = `sha512-${"ab".repeat(64)}`;

export const pod: Pod = {
  ...{ uuid, name: "web", node: "node-a", state: "running", reason: null, pid: 10, exitCode: null },
  ...{ hostname: "web", net: "default", networks: [], ports: [], volumes: [], isolators: [], annotations: [] },
  ...{ createdAt: time, startedAt: time, finishedAt: null, createdBy: "ada", version: 1 },
  apps: [
    {
      ...{ name: "web", image: { id: imageId, name: "example.com/web" }, state: "running", pid: 11, exitCode: null },
      ...{ exitReason: null, createdAt: time, startedAt: time, finishedAt: null, command: ["/web"], user: "0" },
      ...{ group: "0", tty: false, workingDirectory: "/", readOnlyRootFS: false, mounts: [] },
      limits: { cpu: null, memory: null },
    },
  ],
};

export const image: Image = {
  ...{ id: imageId, name: "example.com/web", version: "1", labels: [], os: "linux", arch: "amd64" },
  ...{
    source: "file:web.aci",
    kind: "aci",
    digest: null,
    size: 1,
    treeSize: 1,
    layers: [],
    importedAt: time,
    usedBy: [uuid],
  },
  ...{ trust: { kind: "unsigned", allowedBy: "ada" }, command: ["/web"], ports: [], mountPoints: [] },
};

const digest = `sha256:${"cd".repeat(32)}`;
const peerImage: PeerImage = {
  ...{ id: imageId, kind: "aci", source: "file:web.aci", digest: null, signature: null, manifest: {} },
  layers: [{ diffId: digest, blob: { digest, size: 1 } }],
};
const served = (text: string, tag: string): Served => ({
  ...{ tag, size: text.length, seekable: true },
  async *read(start) {
    yield Buffer.from(text.slice(start));
  },
});

const facts: NodeFacts = {
  ...{ name: "node-a", version: "test", startedAt: time, bootId: "b", os: "Debian", kernel: "6", arch: "amd64" },
  ...{ cgroups: "v2", runtime: { name: "crun", version: "1" }, cpus: 2, memory: 1 },
  ...{ disk: { path: "/", total: 1, free: 1 }, network: { bridge: "b", subnet: "10.0.0.0/24" }, notes: [] },
  ...{ podsByState: {}, images: 1 },
};

export const usage = { cpu: 0.5, memory: 1024, pids: 1 };

export const event = (seq: number): Extract<EventLine, { type: "event" }> => ({
  type: "event",
  event: {
    ...{ seq, time, level: "normal", reason: "PodStarted", message: "pod web runs", noun: "pod", id: uuid },
    ...{ name: "web", app: null, user: "ada" },
  },
  pod,
});

export type StubServices = Services & {
  /** `pods.create ada admin` and the like, in order. */
  calls: string[];
  /** Sessions that exec and attach hand out next. */
  sessions: Stdio[];
};

const uuidOf = (id: string) => {
  if (!uuid.startsWith(id)) throw new CratonError("pod-not-found", { uuid: id });
  return pod;
};

const trustList: TrustList = { keys: [], faults: [], folders: { system: "/s", local: "/l" } };

export function stubServices(change: Partial<Services> = {}): StubServices {
  const calls: string[] = [];
  const sessions: Stdio[] = [];
  const did = <T>(call: string, actor: { user: string; role: string }, value: T): Promise<T> => {
    calls.push(`${call} ${actor.user} ${actor.role}`);
    return Promise.resolve(value);
  };
  const session = async (call: string, id: string, actor: { user: string; role: string }) => {
    uuidOf(id);
    const next = sessions.shift();
    if (next === undefined) throw new CratonError("exec-failed", { app: "web", command: "x", why: "no session" });
    return did(call, actor, next);
  };
  const read = async function* (since: number) {
    for (let seq = since + 1; seq <= 3; seq++) yield event(seq);
  };
  return {
    calls,
    sessions,
    facts: async () => facts,
    pods: {
      recover: async () => {},
      list: () => [pod],
      get: uuidOf,
      manifest: (id) => ({ acKind: "PodManifest", uuid: uuidOf(id).uuid }),
      plan: (_request, actor) => did("pods.plan", actor, { manifest: {}, isolators: [], warnings: [] }),
      create: (_request, actor) => did("pods.create", actor, pod),
      start: (id, actor) => did("pods.start", actor, uuidOf(id)),
      stop: (id, _options, actor) => did("pods.stop", actor, uuidOf(id)),
      remove: async (id, actor) => void (await did("pods.remove", actor, uuidOf(id))),
      exec: (id, _app, _options, actor) => session("pods.exec", id, actor),
      attach: (id, _app, actor) => session("pods.attach", id, actor),
      async *logs() {
        yield { time, stream: "stdout", partial: false, text: "one" };
        yield { time, stream: "stderr", partial: false, text: "two" };
      },
      usage: async () => ({ node: { ...usage, load1: 0.1 }, pods: [{ uuid, pod: usage, apps: { web: usage } }] }),
      using: () => [],
      close: async () => {},
    },
    images: {
      recover: async () => {},
      list: () => [image],
      get: () => image,
      manifest: () => ({ acKind: "ImageManifest" }),
      forPod: () => ({ id: imageId, name: image.name, manifest: {}, lower: [] }),
      async *fetch(_request, actor) {
        await did("images.fetch", actor, null);
        yield { type: "done", image };
      },
      async *upload(_name, body, _options, actor) {
        let size = 0;
        for await (const part of body) size += part.length;
        await did(`images.upload ${size}`, actor, null);
        yield { type: "done", image };
      },
      remove: async (_ref, actor) => void (await did("images.remove", actor, null)),
      close: async () => {},
    },
    registries: {
      list: async () => ({ registries: [] }),
      put: async (_host, _request, actor) => did("registries.put", actor, { registries: [], check: null }),
      remove: async (_host, actor) => did("registries.remove", actor, { registries: [], check: null }),
      test: async ({ host }) => ({ host, url: `https://${host}/v2/`, access: "open", milliseconds: 1 }),
      repositories: async () => ({ repositories: ["team/app"], next: null, refused: null }),
      tags: async () => ({ tags: ["1"], next: null }),
      image: async (_host, _repository, reference) => ({
        ...{ source: `docker://example.com/team/app:${reference}`, digest, mediaType: null },
        ...{ platforms: [], image: null, why: "it is a stub" },
      }),
    },
    trust: {
      list: async () => trustList,
      review: async (_request, actor) => did("trust.review", actor, { keys: [] }),
      add: async (_request, actor) => did("trust.add", actor, trustList),
      mask: async (_place, actor) => did("trust.mask", actor, trustList),
      remove: async (_place, actor) => did("trust.remove", actor, trustList),
    },
    inspection: {
      files: async (_ref, path) => ({
        ...{ path, entries: [], more: 0, content: null },
        entry: {
          ...{ name: "/", kind: "folder", size: null, mode: 0o755, uid: 0, gid: 0, user: "root", group: "root" },
          ...{ modifiedAt: time, link: null, links: 1, image: imageId },
        },
      }),
      graph: () => ({
        images: [
          {
            ...{ key: imageId, id: imageId, name: image.name, version: "1", size: 1, treeSize: 1 },
            trust: "unsigned",
          },
        ],
        edges: [],
      }),
      rendered: () => served("a tar", imageId),
      disk: () => ({
        layers: [{ diffId: "sha512:ab", blobSize: 1, treeSize: 1, entries: 1, sharedWith: [] }],
        ...{ rendered: null, own: 2, shared: 0 },
      }),
    },
    upkeep: {
      async *verify(_ref, actor) {
        await did("images.verify", actor, null);
        yield { type: "verified", bytes: 1, files: 1, faults: [], more: 0 };
      },
      gc: (_request, actor) => did("images.gc", actor, { images: [], leftovers: [], kept: [], frees: 0 }),
    },
    serving: {
      aci: () => served("an ACI", imageId),
      peerImage: () => peerImage,
      blob: (digest) => served("a blob", digest),
    },
    events: {
      last: 3,
      emit: (): EventRecord => event(4).event,
      read,
      latest: () => new Map(),
      wasRemoved: () => false,
      close: () => {},
    },
    ...change,
  };
}
