import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CratonError } from "../../lib/contract/errors.ts";
import { convertConfig, imageName } from "./convert.ts";
import type { ImageConfig } from "./registry/manifest.ts";
import { parseReference } from "./registry/reference.ts";
import { userOf } from "./user.ts";

const digest = (byte: string) => `sha256:${byte.repeat(32)}`;
const convert = (config: ImageConfig["config"], more: Partial<ImageConfig> = {}, ref = "docker://quay.io/a/b:1.2") =>
  convertConfig({
    reference: parseReference(ref),
    config: {
      architecture: "amd64",
      os: "linux",
      created: "2026-01-02T03:04:05.678Z",
      rootfs: { type: "layers", diff_ids: [digest("aa")] },
      config,
      ...more,
    },
    configDigest: digest("bb"),
    manifestDigest: digest("cc"),
    user: { user: "0", group: "0" },
  });

describe("a config becomes an image manifest", () => {
  it("with all that appc has a place for", () => {
    const manifest = convert(
      {
        Entrypoint: ["/bin/a", "b"],
        Cmd: ["c"],
        Env: ["PATH=/bin", "X=1=2", "noequals", "PATH=/usr/bin", "bad name=1"],
        WorkingDir: "srv/../data",
        ExposedPorts: { "443/tcp": {}, "53/udp": {}, "80": {}, "9000-9002/tcp": {} },
        Volumes: { "/var/lib/x": {}, "/Data/": {}, "/data": {} },
        Labels: { "any key": "v" },
        StopSignal: "SIGINT",
        Healthcheck: { Test: ["CMD", "/ok"], Interval: 30_000_000_000 },
        OnBuild: ["RUN x"],
        Shell: ["/bin/bash", "-c"],
      },
      { author: "me" },
    );
    expect(manifest).toEqual({
      acKind: "ImageManifest",
      acVersion: "0.8.11",
      name: "quay.io/a/b",
      labels: [
        { name: "version", value: "1.2" },
        { name: "os", value: "linux" },
        { name: "arch", value: "amd64" },
      ],
      app: {
        exec: ["/bin/a", "b", "c"],
        user: "0",
        group: "0",
        workingDirectory: "/data",
        environment: [
          { name: "PATH", value: "/usr/bin" },
          { name: "X", value: "1=2" },
        ],
        mountPoints: [
          { name: "volume-data", path: "/Data" },
          { name: "volume-data-1", path: "/data" },
          { name: "volume-var-lib-x", path: "/var/lib/x" },
        ],
        ports: [
          { name: "53-udp", protocol: "udp", port: 53 },
          { name: "80-tcp", protocol: "tcp", port: 80 },
          { name: "443-tcp", protocol: "tcp", port: 443 },
          { name: "9000-9002-tcp", protocol: "tcp", port: 9000, count: 3 },
        ],
        userLabels: { "any key": "v" },
      },
      annotations: [
        { name: "created", value: "2026-01-02T03:04:05.678Z" },
        { name: "authors", value: "me" },
        { name: "appc.io/docker/originalname", value: "quay.io/a/b:1.2" },
        { name: "appc.io/docker/registryurl", value: "quay.io" },
        { name: "appc.io/docker/repository", value: "a/b" },
        { name: "appc.io/docker/imageid", value: digest("bb") },
        { name: "appc.io/docker/manifesthash", value: digest("cc") },
        { name: "appc.io/docker/entrypoint", value: '["/bin/a","b"]' },
        { name: "appc.io/docker/cmd", value: '["c"]' },
        { name: "appc.io/docker/stopsignal", value: "SIGINT" },
        { name: "appc.io/docker/healthcheck", value: '{"Interval":30000000000,"Test":["CMD","/ok"]}' },
        { name: "appc.io/docker/onbuild", value: '["RUN x"]' },
        { name: "appc.io/docker/shell", value: '["/bin/bash","-c"]' },
        { name: "appc.io/docker/unusable-environment", value: '["bad name=1"]' },
      ],
    });
  });

  it("without an app when there is no config, and without a version when there is no tag", () => {
    const manifest = convert(null, {}, `docker://quay.io/a@${digest("dd")}`);
    expect(manifest.app).toBeUndefined();
    expect(manifest.labels?.map(({ name }) => name)).toEqual(["os", "arch"]);
  });

  it.each([
    [{ Volumes: { "/../../etc": {} } }, "no absolute path without .."],
    [{ Volumes: { etc: {} } }, "no absolute path"],
    [{ ExposedPorts: { "0/tcp": {} } }, 'exposed port "0/tcp"'],
    [{ ExposedPorts: { "65536/tcp": {} } }, "exposed port"],
    [{ ExposedPorts: { "80/tcp; rm": {} } }, "exposed port"],
  ])("or is refused: %o", (config, why) => {
    expect(() => convert(config)).toThrow(why);
  });

  it("that is valid, whatever the config holds", () => {
    const text = fc.string({ maxLength: 30 });
    const texts = fc.array(text, { maxLength: 5 });
    const keys = fc.dictionary(fc.oneof(text, fc.stringMatching(/^\/[ -~]{0,80}$/)), fc.constant({}), { maxKeys: 5 });
    const config = fc.record({
      Entrypoint: texts,
      Cmd: texts,
      Env: texts,
      WorkingDir: text,
      Volumes: keys,
      ExposedPorts: fc.dictionary(fc.stringMatching(/^[0-9]{1,5}(\/(tcp|udp))?$/), fc.constant({})),
      Labels: fc.dictionary(text, text),
      StopSignal: text,
    });
    fc.assert(
      fc.property(config, (value) => {
        try {
          const manifest = convert(value);
          const names = (manifest.app?.mountPoints ?? []).map(({ name }) => name);
          expect(new Set(names).size).toBe(names.length);
        } catch (error) {
          expect(error).toBeInstanceOf(CratonError);
          expect((error as CratonError).code).toMatch(/^bad-(image|manifest)$/);
        }
      }),
    );
  });
});

it("names are AC Identifiers", () => {
  const name = (ref: string) => imageName(parseReference(ref));
  expect(name("busybox")).toBe("docker.io/library/busybox");
  expect(name("127.0.0.1:5000/a__b/c---d")).toBe("127.0.0.1-5000/a_b/c-d");
  expect(name("docker://[::1]:5000/a")).toMatch(/^[a-z0-9]+([-._~/][a-z0-9]+)*$/);
});

describe("Docker's user", () => {
  const passwd = "root:x:0:0::/:\nweb:x:101:33::/:\nbad:x:1:99999999999::/:\n";
  const user = (text: string | null, file: string | null = passwd) => userOf(text, "img", async () => file);

  it.each([
    [null, "0", "0"],
    ["", "0", "0"],
    ["web", "web", "33"],
    ["101", "101", "33"],
    ["web:www", "web", "www"],
    ["7:8", "7", "8"],
    ["7", "7", "0"],
    ["nobody", "nobody", "nobody"],
    ["bad", "bad", "bad"],
  ])("%o is user %s and group %s", async (text, uid, gid) => {
    expect(await user(text)).toEqual({ user: uid, group: gid });
  });

  it("may be in an image without passwd", async () => {
    expect(await user("5", null)).toEqual({ user: "5", group: "0" });
  });

  it.each(["4294967296", "4294967295", "1:4294967296", "-1", "a:b:c", "/etc/passwd", "a:/etc"])(
    "%s is refused",
    async (text) => {
      await expect(user(text)).rejects.toThrow("its user");
    },
  );
});
