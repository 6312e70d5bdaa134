import { expect, it } from "vitest";
import { parseRecord } from "./record.ts";

const id = `sha512-${"a".repeat(128)}`;
const digest = `sha512:${"b".repeat(128)}`;
const shared = {
  id,
  kind: "aci",
  source: "upload:web.aci",
  digest: null,
  importedAt: "2026-11-24T10:00:00Z",
  layers: [{ diffId: digest, treeBytes: 10, entries: 2, blob: { digest, size: 20 } }],
  manifest: { acKind: "ImageManifest", name: "example.com/web" },
};
const trust = { kind: "unsigned", allowedBy: "ada" };
const today = { ...shared, version: 2, trust, signature: null, dependencies: [], aciSize: null, rendered: null };
const read = (value: unknown) => parseRecord(JSON.stringify(value), "records/a.json");

it("reads a record of version 1 as an unsigned image of today", () => {
  expect(read({ ...shared, version: 1, allowedBy: "ada" })).toEqual(today);
  expect(() => read({ ...shared, version: 1 })).toThrow("allowedBy");
});

it("reads what it writes: unsigned and signed", () => {
  expect(read(today)).toEqual(today);
  const keys = [
    { fingerprint: "c".repeat(40), user: "Ann <ann@example.com>", prefix: null, signedAt: shared.importedAt },
  ];
  const signed = {
    ...today,
    trust: { kind: "signed", allowedBy: null, keys },
    signature: "-----BEGIN",
    dependencies: [id],
  };
  expect(read(signed)).toEqual(signed);
});

it("refuses a signed record without a key, and a later format as what it is", () => {
  expect(() => read({ ...today, trust: { kind: "signed", allowedBy: null, keys: [] } })).toThrow("trust.keys");
  expect(() => read({ ...today, version: 3 })).toThrow("records/a.json has format 3, this version knows up to 2");
});
