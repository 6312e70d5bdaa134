/** What other runtimes got wrong with the words in an image (configs, manifests, labels), by the numbers of their advisories. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseImageManifest } from "../appc/image-manifest.ts";
import { faults, good, images, plain, plan } from "../appc/plan.fixture.ts";
import { convertConfig } from "./convert.ts";
import { type ImageConfig, mediaTypes, parseConfig, parseManifest } from "./registry/manifest.ts";
import { parseReference } from "./registry/reference.ts";
import { userOf } from "./user.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const base = { architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: [digest] } };
const convert = (config: ImageConfig["config"]) =>
  convertConfig({
    ...{ reference: parseReference("docker://quay.io/a/b:1"), configDigest: digest, manifestDigest: digest },
    ...{ config: { ...base, config } as ImageConfig, user: { user: "0", group: "0" } },
  });

it.each(["/../../etc", "/data/../../etc", "../etc", "etc", "/a\0b"])(
  "CVE-2022-23648 CVE-2021-43816 a volume %j that climbs is refused",
  (path) => {
    expect(() => convert({ Volumes: { [path]: {} } })).toThrow("no absolute path without ..");
  },
);

it.each(["/", "/proc", "/proc/self", "/sys/fs", "/dev", "/./proc//"])(
  "CVE-2019-16884 CVE-2019-19921 CVE-2023-27561 CVE-2023-28642 a volume over %s is refused when it would run",
  (path) => {
    const { app } = convert({ Volumes: { [path]: {} } });
    const found = faults({ apps: [{ image: "a" }] }, images({ a: { ...plain, ...app } }));
    expect(found).toEqual(["$.apps[0].app.mountPoints[0].path"]);
  },
);

it.each(["4294967296", "4294967295", "18446744073709551616", "-1", "1:4294967296", "0x0:-1"])(
  "CVE-2024-40635 the user %s is refused and never becomes root",
  async (user) => {
    const parts = await userOf(user, "img", async () => null).catch(() => null);
    if (parts === null) return;
    // What is no number is looked up in the image's files later, and is not there.
    for (const part of Object.values(parts)) expect(part).not.toMatch(/^\d+$/);
  },
);

it("CVE-2026-53488 CVE-2026-53489 CVE-2026-53492 CVE-2026-50195 labels and annotations change nothing but themselves", () => {
  const words = [
    ...["io.containerd.runc.v2", "io.kubernetes.cri.sandbox-log-directory", "containerd.io/restart.logpath"],
    ...[
      "io.podman.annotations.privileged",
      "cdi.k8s.io/devices",
      "craton.privileged",
      "appc.io/executor",
      "org.criu.config",
    ],
  ];
  const key = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 40 }));
  const value = fc.oneof(fc.constantFrom("true", "/etc/shadow", "binary:///bin/sh", "vendor.com/gpu=all"), fc.string());
  const clean = convert({ Entrypoint: ["/x"] });
  fc.assert(
    fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 6 }), (labels) => {
      const well = Object.entries(labels).every(([, text]) => text.isWellFormed() && !text.includes("\0"));
      if (!well) return;
      const { app, ...rest } = convert({ Entrypoint: ["/x"], Labels: labels });
      const { userLabels, ...same } = app ?? {};
      expect({ ...rest, app: same }).toEqual(clean);
      expect(userLabels).toEqual(labels);
    }),
  );
  const asked = { userLabels: Object.fromEntries(words.map((word) => [word, "true"])) };
  const run = (app: object) => {
    const {
      plan: made,
      isolators,
      warnings,
    } = good(plan({ apps: [{ image: "a" }] }, images({ a: { ...plain, ...app } })));
    return { ...made, manifest: null, isolators, warnings };
  };
  expect(run(asked)).toEqual(run({}));
});

const layer = { mediaType: mediaTypes.layer[0], digest, size: 1 };
const config = { mediaType: mediaTypes.config[0], digest, size: 1 };
const registry = (text: string, type: string | null) => () => parseManifest(Buffer.from(text), type, "docker://x/y");

it("GHSA-5j5w-g665-5m35 a manifest that is an index and an image at once is refused", () => {
  const both = JSON.stringify({ config, layers: [layer], manifests: [] });
  for (const type of [mediaTypes.manifest[0], mediaTypes.index[0], "text/plain", null])
    expect(registry(both, type ?? null)).toThrow("an index and an image at once");
  const typed = JSON.stringify({ mediaType: mediaTypes.index[0], config, layers: [layer] });
  expect(registry(typed, mediaTypes.manifest[0] ?? null)).toThrow();
});

it("GHSA-5j5w-g665-5m35 a key that is given twice is refused in every document of an image", () => {
  const twice = `{"config": ${JSON.stringify(config)}, "layers": [], "layers": [${JSON.stringify(layer)}]}`;
  expect(registry(twice, mediaTypes.manifest[0] ?? null)).toThrow("twice");
  const platform = JSON.stringify(base).replace('"os":"linux"', '"os":"linux","os":"windows"');
  expect(() => parseConfig(Buffer.from(platform), "docker://x/y")).toThrow("twice");
  for (const name of ["name", "Name", "\\u006eame"]) {
    const text = `{"acKind":"ImageManifest","acVersion":"0.8.11","name":"a/b","${name}":"c/d"}`;
    expect(parseImageManifest(text)).toMatchObject({ ok: false, errors: [{ path: "$.name" }] });
  }
});
