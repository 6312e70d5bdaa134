import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { CratonError } from "../../../lib/contract/errors.ts";
import { remoteImage } from "../../../lib/contract/registry-browse.ts";
import { parseCatalog, parseTags } from "./browse-lists.ts";
import { parseConfig, parseManifest } from "./manifest.ts";
import { isRepository, isTag } from "./names.ts";
import { configFacts, stepsOf } from "./remote-config.ts";

// On a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });
const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

it("takes names that are names, once each", () => {
  const repositories = ["a", "team/app", "a", "../x", "UPPER", 7, null, "a//b", "x\u202ey", "a".repeat(300)];
  expect(parseCatalog(bytes({ repositories }), "r").repositories).toEqual(["a", "team/app"]);
  expect(parseTags(bytes({ name: "a", tags: ["1", "-x", "a\u001b[31m", "v1.2_3-4"] }), "r").tags).toEqual([
    "1",
    "v1.2_3-4",
  ]);
  expect(parseTags(bytes({ name: "a", tags: null }), "r").tags).toEqual([]);
  expect(() => parseTags(bytes("<html>"), "r")).toThrow("not the list that was asked for");
  expect(() => parseCatalog(bytes({ repositories: "a" }), "r")).toThrow("not the list that was asked for");
});

const deep = fc.anything({ withNullPrototype: true, maxDepth: 4 });
/** JSON that looks like what is expected, down to some depth. */
const near = fc.record(
  {
    repositories: deep,
    tags: fc.oneof(deep, fc.array(fc.string())),
    schemaVersion: fc.constantFrom(1, 2, "2"),
    mediaType: fc.oneof(fc.string(), fc.constant("application/vnd.oci.image.index.v1+json")),
    manifests: fc.array(fc.record({ mediaType: deep, digest: deep, size: deep, platform: deep }, { requiredKeys: [] })),
    layers: fc.array(deep),
    config: deep,
    architecture: fc.string(),
    os: fc.string(),
    rootfs: fc.constant({ type: "layers", diff_ids: [] }),
    history: fc.oneof(
      deep,
      fc.array(fc.record({ created_by: deep, empty_layer: deep, comment: deep }, { requiredKeys: [] })),
    ),
  },
  { requiredKeys: [] },
);
const text = fc.oneof(
  fc.string({ unit: "binary" }).map((s) => Buffer.from(s)),
  fc.uint8Array().map((a) => Buffer.from(a)),
  near.map((value) => Buffer.from(JSON.stringify(value, (_, v) => (typeof v === "bigint" ? 1 : v)) ?? "")),
);

it("whatever a registry answers is taken or refused in words, never a crash", () => {
  const orRefused = (work: () => void) => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(CratonError);
    }
  };
  fc.assert(
    fc.property(text, fc.option(fc.string()), (body, type) => {
      orRefused(() => expect(parseCatalog(body, "r").repositories.every(isRepository)).toBe(true));
      orRefused(() => expect(parseTags(body, "r").tags.every(isTag)).toBe(true));
      orRefused(() => parseManifest(body, type, "docker://r/a:1"));
      orRefused(() => {
        const config = parseConfig(body, "docker://r/a:1");
        const history = stepsOf(config, 2);
        const described = {
          digest: "d",
          platform: "p",
          size: 0,
          layers: [],
          history,
          config: configFacts("d", config),
        };
        remoteImage.parse({ source: "s", digest: "d", mediaType: null, platforms: [], image: described, why: null });
      });
    }),
    { numRuns: 500 },
  );
});

it("steps point at the layers that they made, as far as there are any", () => {
  const step = (empty_layer: boolean) => ({ created_by: "RUN x", empty_layer });
  const config = { history: [step(false), step(true), step(false), step(false)] };
  expect(stepsOf(config as never, 2).map(({ layer }) => layer)).toEqual([0, null, 1, null]);
});
