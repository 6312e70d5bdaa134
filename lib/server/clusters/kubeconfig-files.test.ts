/** Clusters of `--kubeconfig`: which file and context is meant, their names, and files that change or break. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { clusterName } from "../../contract/clusters.ts";
import { nameFor } from "./cluster-names.ts";
import { KubeconfigFiles, readKubeconfigOption } from "./kubeconfig-files.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-files-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, "config");
const config = (contexts: string[], current = contexts[0]) =>
  JSON.stringify({
    "current-context": current,
    clusters: [
      {
        name: "c",
        cluster: {
          server: "https://kube.example:6443",
          "certificate-authority": "ca.crt",
          "insecure-skip-tls-verify": true,
        },
      },
    ],
    users: [{ name: "u", user: { exec: { command: "./plugin" }, tokenFile: "/abs/token" } }],
    contexts: contexts.map((name) => ({ name, context: { cluster: "c", user: "u" } })),
  });

test("the option names a file, or a file and a context with any sign in it", () => {
  const isFile = (name: string) => ["/a", "/b:c"].includes(name);
  expect(readKubeconfigOption("/a", isFile)).toEqual({ file: "/a", context: null });
  expect(readKubeconfigOption("/b:c", isFile)).toEqual({ file: "/b:c", context: null });
  expect(readKubeconfigOption("/b:c:x", isFile)).toEqual({ file: "/b:c", context: "x" });
  const arn = "arn:aws:eks:eu-1:12:cluster/web";
  expect(readKubeconfigOption(`/a:${arn}`, isFile)).toEqual({ file: "/a", context: arn });
  expect(readKubeconfigOption("/gone:x", isFile)).toEqual({ file: "/gone:x", context: null });
});

test("names fit URLs and are unlike each other", () => {
  expect(nameFor("arn:aws:eks:eu-1:12:cluster/Web", new Set())).toBe("arn-aws-eks-eu-1-12-cluster-web");
  expect(nameFor("local", new Set())).toBe("local-2");
  expect(nameFor("Fleet", new Set(["fleet-2"]))).toBe("fleet-3");
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 30 }), (contexts) => {
      const taken = new Set<string>();
      for (const context of contexts) {
        const name = nameFor(context, taken);
        expect(clusterName.safeParse(name).success).toBe(true);
        expect(taken.has(name)).toBe(false);
        taken.add(name);
      }
    }),
  );
});

test("a cluster for each context, the current one first; files beside it are found", () => {
  fs.writeFileSync(file, config(["prod", "Prod", "test"], "test"));
  const files = new KubeconfigFiles([{ file, context: null }], () => {});
  expect(files.list().map(({ name }) => name)).toEqual(["test", "prod", "prod-2"]);
  const [first] = files.list();
  expect(first).toMatchObject({ server: "https://kube.example:6443", access: "single-user", owner: null });
  expect(first?.warnings[0]).toContain("is not checked");
  const text = JSON.stringify(first?.sources);
  for (const part of ["ca.crt", "plugin"]) expect(text).toContain(path.join(folder, part));
  expect(text).toContain("/abs/token");
  files.close();
});

test("a file that is missing, broken or without the context is a cluster that says so", () => {
  const broken = path.join(folder, "broken");
  fs.writeFileSync(broken, "a: [hunter2");
  const options = [
    { file: path.join(folder, "gone"), context: null },
    { file: broken, context: "x" },
    { file, context: "nowhere" },
  ];
  const files = new KubeconfigFiles(options, () => {});
  expect(files.list().map(({ name, sources }) => [name, "why" in sources && sources.why])).toEqual([
    ["gone", expect.stringContaining("cannot be read by the console")],
    ["x", expect.stringContaining("it is no YAML")],
    ["nowhere", expect.stringContaining("it has no context nowhere")],
  ]);
  expect(JSON.stringify(files.list())).not.toContain("hunter2");
  files.close();
});
