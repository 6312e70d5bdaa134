import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { signShort } from "../../../e2e/support/short-certificate.ts";
import { ensureClusterCertificates } from "./certificates.mjs";
import { layFiles, layFolders } from "./files.mjs";
import { makePlan } from "./plan.mjs";
import { firstAddress } from "./service-network.mjs";

// Some thirty runs of openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

/** Made once and copied for each test. */
let made: { state: string; concerned: string[] };
let state: string;
const plan = (more: object = {}) => makePlan({ state, port: 7412, node: "node-a", ...more });
const ensure = (more?: object) => ensureClusterCertificates(plan(more));
const at = (...parts: string[]) => path.join(state, "cluster", ...parts);
const read = (...parts: string[]) => new X509Certificate(fs.readFileSync(at(...parts)));

const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), "craton-cluster-certs-"));
beforeAll(() => {
  state = folder();
  fs.mkdirSync(path.join(state, "console"));
  layFolders(plan());
  made = { state, concerned: ensure() };
}, 30_000);
afterAll(() => fs.rmSync(made.state, { recursive: true, force: true }));
beforeEach(() => {
  state = folder();
  fs.cpSync(made.state, state, { recursive: true });
});
afterEach(() => fs.rmSync(state, { recursive: true, force: true }));

test("the first run concerns every component, the second none", () => {
  expect(new Set(made.concerned)).toEqual(new Set(plan().components));
  expect(ensure()).toEqual([]);
});

test("identities are users without any group, the administrator is in system:masters", () => {
  expect(read("identities/reader.crt").subject).toBe("CN=craton:index-reader");
  expect(read("identities/impersonator.crt").subject).toBe("CN=craton:impersonator");
  expect(read("controllers/scheduler/client.crt").subject).toBe("CN=system:kube-scheduler");
  expect(read("admin/admin.crt").subject.split("\n").sort()).toEqual(["CN=craton:admin", "O=system:masters"]);
});

test("the apiserver is known by loopback and by the first address of its Services", () => {
  ensure({ serviceCidr: "10.43.0.0/16" });
  const server = read("apiserver/server/server.crt");
  for (const host of ["127.0.0.1", "10.43.0.1"]) expect(server.checkIP(host)).toBe(host);
  for (const host of ["localhost", "kubernetes.default.svc.cluster.local"]) expect(server.checkHost(host)).toBe(host);
  expect(ensure({ serviceCidr: "10.44.0.0/16" })).toEqual(["kube-apiserver"]);
});

test.each([
  ["etcd/server/server", "etcd", "etcd", ["etcd"]],
  ["apiserver/etcd/client", "etcd", "kube-apiserver", ["kube-apiserver"]],
  ["controllers/manager/client", "cluster", "system:kube-controller-manager", ["kube-controller-manager"]],
  ["controllers/scheduler/server", "cluster", "kube-scheduler", ["kube-scheduler"]],
  ["identities/impersonator", "cluster", "craton:impersonator", []],
])("%s near its end is made anew and concerns its component alone", (file, ca, cn, wanted) => {
  signShort(at("ca", ca), at(file), { cn, days: 29 });
  expect(ensure()).toEqual(wanted);
  expect(Date.parse(read(`${file}.crt`).validTo) - Date.now()).toBeGreaterThan(300 * 24 * 3600 * 1000);
});

test("a lost authority is made anew with all that it signed, and the key of service accounts stays", () => {
  const key = fs.readFileSync(at("apiserver/service-account.key"), "utf8");
  fs.rmSync(at("ca/cluster/ca.key"));
  expect(new Set(ensure())).toEqual(new Set(plan().components));
  expect(fs.readFileSync(at("apiserver/service-account.key"), "utf8")).toBe(key);
  expect(read("identities/reader.crt").verify(read("ca/cluster/ca.crt").publicKey)).toBe(true);
  expect(fs.readFileSync(at("controllers/manager/signer-ca.crt"), "utf8")).toBe(
    fs.readFileSync(at("ca/cluster/ca.crt"), "utf8"),
  );
});

test("the console's kubeconfigs are its own, and follow a new certificate", () => {
  layFiles(plan());
  const file = path.join(state, "console/clusters/local/reader.kubeconfig");
  const before = fs.readFileSync(file, "utf8");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(before).toContain("server: https://127.0.0.1:7412\n");
  layFiles(plan());
  expect(fs.readFileSync(file, "utf8")).toBe(before);
  fs.rmSync(at("identities/reader.key"));
  ensure();
  layFiles(plan());
  expect(fs.readFileSync(file, "utf8")).not.toBe(before);
});

test.each([
  ["10.96.0.0/16", "10.96.0.1"],
  ["172.30.255.0/24", "172.30.255.1"],
  ["192.168.0.0/17", "192.168.0.1"],
])("the first address of %s is %s", (cidr, wanted) => {
  expect(firstAddress(cidr)).toBe(wanted);
});
