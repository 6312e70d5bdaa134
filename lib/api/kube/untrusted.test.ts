/** Kubeconfigs from a browser: what they may hold, and where they may lead. */
import dns from "node:dns";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { startFakeApiServer } from "../../../e2e/support/fake-api-server.ts";
import { guardedLookup, whyClosed } from "./closed-addresses.ts";
import { connectKube } from "./connect.ts";
import { parseKubeconfig } from "./kubeconfig.ts";

vi.setConfig({ testTimeout: 30_000 });

type Given = { user?: Record<string, unknown>; cluster?: Record<string, unknown>; closedPorts?: number[] };
function connect({ user = { token: "t" }, cluster = {}, closedPorts = [7410, 7411] }: Given) {
  const kubeconfig = JSON.stringify({
    clusters: [
      { name: "other", cluster: { server: "https://other" } },
      { name: "c", cluster: { server: "https://192.0.2.1:6443", ...cluster } },
    ],
    users: [{ name: "u", user }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
  });
  return connectKube({ cluster: "x", kubeconfig, context: null, isTrusted: false, closedPorts, token: null });
}

const fields: [string, Given][] = [
  ["users[0].user.exec", { user: { exec: { command: "sh" } } }],
  ["users[0].user.tokenFile", { user: { tokenFile: "/etc/passwd" } }],
  ["users[0].user.token-file", { user: { "token-file": "/etc/passwd" } }],
  ["users[0].user.client-certificate", { user: { "client-certificate": "/x" } }],
  ["users[0].user.client-key", { user: { "client-key": "/x" } }],
  ["users[0].user.as", { user: { token: "t", as: "root" } }],
  ["users[0].user.as-groups", { user: { token: "t", "as-groups": ["system:masters"] } }],
  ["users[0].user.auth-provider.name", { user: { "auth-provider": { name: "exec" } } }],
  ["users[0].user.auth-provider.name", { user: { "auth-provider": { name: "__proto__" } } }],
  ["users[0].user.auth-provider.config.exec", { user: { "auth-provider": { name: "oidc", config: { exec: {} } } } }],
  [
    "users[0].user.auth-provider.config.cmd-path",
    { user: { "auth-provider": { name: "gcp", config: { "cmd-path": "sh" } } } },
  ],
  [
    "users[0].user.auth-provider.config.tokenFile",
    { user: { "auth-provider": { name: "oidc", config: { tokenFile: "/x" } } } },
  ],
  [
    "users[0].user.auth-provider.config.idp-issuer-url",
    {
      user: {
        "auth-provider": { name: "oidc", config: { "id-token": "a", "idp-issuer-url": "https://169.254.169.254" } },
      },
    },
  ],
  ["clusters[1].cluster.certificate-authority", { cluster: { "certificate-authority": "/etc/shadow" } }],
  ["clusters[1].cluster.proxy-url", { cluster: { "proxy-url": "http://proxy" } }],
];
test.each(fields)("%s is refused by its name", (field, given) => {
  expect(() => connect(given)).toThrow(field);
});

test("whatever a field of a user holds, no program, file or other server is named", () => {
  const harmful = [
    "exec",
    "tokenFile",
    "token-file",
    "client-certificate",
    "client-key",
    "as",
    "as-uid",
    "as-user-extra",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...harmful), fc.jsonValue(), (field, value) => {
      expect(() => connect({ user: { token: "t", [field]: value } })).toThrow(/users\[0\]\.user/);
    }),
  );
});

test("a fault is named by its place, never by its value", () => {
  expect(() => connect({ user: { token: ["hunter2"] } })).toThrow("users[0].user.token does not fit");
  for (const kubeconfig of ["a: [hunter2", "hunter2", "users:\n- name: hunter2\n\tx", "&a [*a, *a]"]) {
    const source = { cluster: "x", kubeconfig, context: null, isTrusted: false, closedPorts: [], token: null };
    expect(() => connectKube(source)).toThrow(/^(?!.*hunter2)kubeconfig is not supported/);
  }
});

test("a file of very many keys is refused before it costs anything, and the last of two keys is the one that counts", () => {
  const many = Array.from({ length: 30_000 }, (_, at) => `k${at}: 1`);
  for (const content of [many.join("\n"), `{${many.join(", ")}}`, `[${"1,".repeat(30_000)}]`])
    expect(() => parseKubeconfig(content)).toThrow("it has too many entries");
  expect(() => parseKubeconfig("[".repeat(15_000))).toThrow("it is no YAML");
  const contexts = Array.from(
    { length: 500 },
    (_, at) => `- name: c${at}\n  context:\n    cluster: c\n    user: u${at}\n`,
  );
  expect(parseKubeconfig(`contexts:\n${contexts.join("")}`).contexts).toHaveLength(500);
  const twice = "users:\n- name: u\n  user:\n    token: a\n    token: b\n";
  expect(parseKubeconfig(twice).users?.[0]?.user?.token).toBe("b");
});

/** Spellings of addresses that the console must never ask, and the ports of its own. */
const closed = [
  "https://169.254.169.254",
  "https://169.254.169.254.",
  "https://2852039166",
  "https://0xa9fea9fe",
  "https://0xa9.0xfe.0xa9.0xfe",
  "https://0251.0376.0251.0376",
  "https://169.254.43518",
  "https://1\u{ff16}9.254.169.254",
  "https://[::ffff:169.254.169.254]",
  "https://[::ffff:a9fe:a9fe]",
  "https://[::a9fe:a9fe]",
  "https://[64:ff9b::169.254.169.254]",
  "https://[2002:a9fe:a9fe::1]",
  "https://[fe80::1]",
  "https://[febf::1]",
  "https://[fd00:ec2::254]",
  "https://100.100.100.200",
  "https://168.63.129.16",
  "https://0.0.0.0",
  "https://0",
  "https://[::]",
  "https://255.255.255.255",
  "https://224.0.0.1",
  "https://127.0.0.1:7410",
  "https://127.9.9.9:7411",
  "https://2130706433:7410",
  "https://[::1]:7410",
  "https://[::ffff:127.0.0.1]:7410",
];
test.each(closed)("%s is not reached", (server) => {
  expect(() => connect({ cluster: { server } })).toThrow(
    /clusters\[1\]\.cluster\.server is not supported: (its address|that port)/,
  );
});

test.each(["http://192.0.2.1", "ftp://x", "nonsense", "https://a:b@x", "https://x/?a=b", "https://x#y", "unix:///x"])(
  "the server %s is refused",
  (server) => {
    expect(() => connect({ cluster: { server } })).toThrow("the server of the kubeconfig");
  },
);

test.each(["https://127.0.0.1:6443", "https://10.0.0.1", "https://[fd00::1]:6443", "https://kube.example:443/k8s/c-1"])(
  "the server %s may be asked",
  (server) => {
    expect(connect({ cluster: { server } }).server).toMatch(/^https:/);
  },
);

test("every address of the link-local networks is closed, in each spelling", () => {
  fc.assert(
    fc.property(fc.nat(255), fc.nat(255), (c, d) => {
      const hex = ((c << 8) | d).toString(16);
      for (const address of [
        `169.254.${c}.${d}`,
        `::ffff:169.254.${c}.${d}`,
        `::ffff:a9fe:${hex}`,
        `64:ff9b::a9fe:${hex}`,
        `2002:a9fe:${hex}::`,
        `fe80::${hex}`,
        `fe80::${hex}%1`,
      ])
        expect([address, whyClosed(address, 443, []) !== null]).toEqual([address, true]);
    }),
  );
});

/** A resolver that gives one answer after another. */
function resolver(...answers: string[][]): typeof dns.lookup {
  let at = 0;
  const lookup = (_name: string, _options: object, done: (error: null, found: dns.LookupAddress[]) => void) => {
    const found = answers[Math.min(at++, answers.length - 1)] ?? [];
    done(
      null,
      found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return lookup as unknown as typeof dns.lookup;
}
const ask = (lookup: ReturnType<typeof guardedLookup>, all: boolean) =>
  new Promise((resolve) => lookup("x", { all }, (error, address) => resolve(error?.message ?? address)));

test("a name that leads to a closed address is refused when it is connected to, also beside open ones, also later", async () => {
  const lookup = guardedLookup(
    443,
    [],
    resolver(["192.0.2.1"], ["192.0.2.1", "169.254.169.254"], ["::ffff:169.254.169.254"]),
  );
  expect(await ask(lookup, false)).toBe("192.0.2.1");
  expect(await ask(lookup, true)).toContain("link-local");
  expect(await ask(lookup, false)).toContain("link-local");
  const own = guardedLookup(7410, [7410], resolver(["127.0.0.1"]));
  expect(await ask(own, true)).toBe("that port is Craton's own");
});

test("a name that is looked up anew for each connection: the second answer leads nowhere", async () => {
  const server = await startFakeApiServer((_request, response) => response.end("{}"));
  const spy = vi.spyOn(dns, "lookup").mockImplementation(resolver(["127.0.0.1"], ["169.254.169.254"]) as never);
  try {
    const { guardedLookup: guard } = await import("./closed-addresses.ts");
    expect(await ask(guard(server.port, []), false)).toBe("127.0.0.1");
    const kubeconfig = server.kubeconfig({ token: "t" }, { server: `https://localhost:${server.port}` });
    const connection = connectKube({
      cluster: "x",
      kubeconfig,
      context: null,
      isTrusted: false,
      closedPorts: [],
      token: null,
    });
    await expect(connection.send({ path: "/" })).rejects.toMatchObject({
      code: "cluster-unreachable",
      message: expect.stringContaining("link-local"),
    });
    connection.close();
    expect(server.requests).toEqual([]);
  } finally {
    spy.mockRestore();
    await server.stop();
  }
});
