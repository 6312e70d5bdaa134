/** Files that a kubeconfig names: where they are, and what is put in their place for a reader that may not open them. */
import { expect, test } from "vitest";
import { absolutePaths, inlineFiles } from "./kubeconfig-paths.ts";

const config = `
clusters:
- name: c
  cluster: {server: https://x, certificate-authority: pki/ca.crt}
users:
- name: certificate
  user: {client-certificate: ./me.crt, client-key: /abs/me.key}
- name: token
  user: {tokenFile: ../token}
- name: near
  user: {exec: {command: bin/login}}
- name: path
  user: {exec: {command: aws, args: [get-token]}}
- name: nobody
contexts: []
current-context: null
`;

test("names are read from the file's own folder; a bare command is found by PATH", () => {
  const { clusters, users } = JSON.parse(absolutePaths(config, "/home/ann/.kube"));
  expect(clusters[0].cluster["certificate-authority"]).toBe("/home/ann/.kube/pki/ca.crt");
  expect(users.map(({ user }: { user: unknown }) => user)).toEqual([
    { "client-certificate": "/home/ann/.kube/me.crt", "client-key": "/abs/me.key" },
    { tokenFile: "/home/ann/token" },
    { exec: { command: "/home/ann/.kube/bin/login" } },
    { exec: { command: "aws", args: ["get-token"] } },
    {},
  ]);
});

test("certificates and keys come inline, token files and programs stay", () => {
  const read: string[] = [];
  const text = inlineFiles(config, "/k", (file) => {
    read.push(file);
    return Buffer.from(`content of ${file}`);
  });
  const { clusters, users } = JSON.parse(text);
  const of = (file: string) => Buffer.from(`content of ${file}`).toString("base64");
  expect(clusters[0].cluster).toEqual({ server: "https://x", "certificate-authority-data": of("/k/pki/ca.crt") });
  expect(users[0].user).toEqual({ "client-certificate-data": of("/k/me.crt"), "client-key-data": of("/abs/me.key") });
  expect(users[1].user).toEqual({ tokenFile: "/token" });
  expect(read).toEqual(["/k/pki/ca.crt", "/k/me.crt", "/abs/me.key"]);
});
