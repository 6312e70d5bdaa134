import { describe, expect, it } from "vitest";
import type { ImageManifest } from "../../../lib/contract/appc.ts";
import { parseApp } from "./app-string.ts";
import { mismatch } from "./matches.ts";
import { templateValues } from "./node-labels.ts";

const manifest = (labels: Record<string, string>, name = "example.com/app") =>
  ({ name, labels: Object.entries(labels).map(([key, value]) => ({ name: key, value })) }) as ImageManifest;

describe("name and labels of what came (E8)", () => {
  it.each([
    ["example.com/app", { version: "3" }, null],
    ["example.com/app:1", { version: "1" }, null],
    ["example.com/app:1", { version: "2" }, "its label version is 2, not 1"],
    ["example.com/app:1", {}, "its label version is missing, not 1"],
    ["example.com/app:latest", { version: "2" }, null],
    ["example.com/ap", {}, "its name is example.com/app, not example.com/ap"],
    ["example.com/app,os=linux", {}, "its label os is missing, not linux"],
    ["example.com/app,os=linux,arch=aarch64", { os: "linux", arch: "aarch64" }, null],
    ["example.com/app", { os: "linux", arch: "amd64" }, null],
    ["example.com/app", { os: "linux", arch: "aarch64" }, "it is for aarch64, this node is amd64"],
    ["example.com/app", { os: "freebsd", arch: "amd64" }, "it is for freebsd, this node is linux"],
    ["example.com/app,os=freebsd", { os: "freebsd", arch: "amd64" }, null],
    ["example.com/app", { arch: "aarch64" }, null],
  ])("%s with %j: %s", (text, labels, why) => {
    expect(mismatch(manifest(labels as Record<string, string>), parseApp(text), "x64")).toBe(why);
  });

  it("a node of 32-bit ARM takes both of its kinds", () => {
    for (const arch of ["armv6l", "armv7l"])
      expect(mismatch(manifest({ os: "linux", arch }), parseApp("example.com/app"), "arm")).toBeNull();
  });
});

it("what a name means on this node: its platform by appc's names, the newest version", () => {
  const app = (text: string, cpu: string) => templateValues(parseApp(text), cpu);
  expect(app("a.example", "x64")).toEqual({ version: "latest", os: "linux", arch: "amd64" });
  expect(app("a.example:1,arch=i386", "arm64")).toEqual({ version: "1", os: "linux", arch: "i386" });
  expect(app("a.example", "arm64").arch).toBe("aarch64");
  expect(app("a.example", "riscv64")).toEqual({ version: "latest", os: "linux" });
});
