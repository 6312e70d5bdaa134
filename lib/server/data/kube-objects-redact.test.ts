import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { presentable } from "./kube-objects-redact.ts";
import { objectYaml } from "./kube-objects-yaml.ts";

const meta = { name: "keys", namespace: "shop", uid: "u", resourceVersion: "1" };
const applied = "kubectl.kubernetes.io/last-applied-configuration";
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("what leaves the server", () => {
  test("managedFields never; last-applied stays, but of Secrets", () => {
    const annotations = { [applied]: "{}", note: "kept" };
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { ...meta, annotations, managedFields: [{}] } };
    expect(presentable(object, false).metadata).toEqual({ ...meta, annotations });
    expect(presentable(object, true).metadata).toEqual({ ...meta, annotations: { note: "kept" } });
  });

  test("a Secret keeps its keys, and of values the sizes", () => {
    const object = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: meta,
      type: "Opaque",
      data: { token: base64("hunter2") },
    };
    expect(presentable(object, true)).toEqual({ ...object, data: { token: "(7 bytes, hidden)" } });
    expect(objectYaml(presentable(object, true))).toContain('token: "(7 bytes, hidden)"');
  });

  test("fields that a Secret should not have go, whatever they are", () => {
    const object = { apiVersion: "v1", kind: "Secret", metadata: meta, extra: base64("hunter2"), data: "hunter2" };
    expect(presentable(object, true)).toEqual({ apiVersion: "v1", kind: "Secret", metadata: meta });
  });

  test("property: no value of a Secret, plain or in base64, is in the detail or in the YAML", () => {
    // Long enough to be in no other word of the object.
    const value = fc.uint8Array({ minLength: 9, maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("base64"));
    const key = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
    const copy = fc.constantFrom(
      (one: string) => JSON.stringify({ data: { token: one } }),
      (one: string) => one,
      (one: string) => `Bearer ${Buffer.from(one, "base64").toString("utf8")}`,
    );
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }),
        copy,
        fc.boolean(),
        (data, repeat, isPlain) => {
          const values = Object.values(data);
          const annotations = Object.fromEntries(values.map((one, at) => [`tool.example/${at}`, repeat(one)]));
          const secret = {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { ...meta, annotations: { ...annotations, [applied]: JSON.stringify({ data }) } },
            [isPlain ? "stringData" : "data"]: data,
          };
          const shown = presentable(secret, true);
          const text = JSON.stringify(shown) + objectYaml(shown);
          for (const one of values) {
            expect(text).not.toContain(one);
            const plain = Buffer.from(one, "base64").toString("utf8");
            expect(text).not.toContain(plain);
            expect(text).not.toContain(JSON.stringify(plain).slice(1, -1));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
