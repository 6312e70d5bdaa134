/** Settings of registries against Debian's docker-registry: plain, with TLS and with a password; and those that are none. */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disk } from "../../agent/disk.ts";
import type { EventService } from "../../agent/event/service.ts";
import { KeptRegistries } from "../../agent/image/registry/kept.ts";
import { registryService } from "../../agent/image/registry/registry-service.ts";
import type { RegistryService } from "../../agent/image/registry/service.ts";
import type { RegistryPut } from "../../lib/contract/registry.ts";
import { makeCertificate } from "../support/certificate.ts";
import { type DockerRegistry, registryUser, startDockerRegistry } from "../support/docker-registry.ts";
import { OddRegistry } from "../support/odd-registry.ts";

const { signal } = new AbortController();
const admin = { user: "ann", role: "admin" } as const;
const events: Pick<EventService, "emit"> = { emit: (event) => ({ ...event, seq: 1, time: "" }) };
const wish: RegistryPut = { plainHttp: false, mirrors: [], username: null, tokenHosts: [], untested: false };
let open: DockerRegistry;
let closed: DockerRegistry;
beforeAll(async () => {
  [open, closed] = await Promise.all([startDockerRegistry(), startDockerRegistry({ signIn: true, tls: true })]);
});
afterAll(async () => {
  await open?.stop();
  await closed?.stop();
});

let folder: string;
let service: RegistryService;
let odd: OddRegistry;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "craton-registries-"));
  odd = await new OddRegistry().start();
  const kept = await KeptRegistries.open(folder, disk, () => {});
  const file = join(folder, "registries.json");
  service = registryService({ node: "n", file, kept, cpu: "amd64", events });
});
afterEach(async () => {
  await odd.stop();
  rmSync(folder, { recursive: true });
});
const put = (host: string, more: Partial<RegistryPut>) => service.put(host, { ...wish, ...more }, admin, signal);
const hosts = async () => (await service.list(admin)).registries.map(({ host }) => host);

describe("a registry is asked before it is kept", () => {
  it("plain, once that is said", async () => {
    await expect(put(open.host, {})).rejects.toMatchObject({
      code: "registry-tls",
      message: expect.stringContaining("plain http"),
    });
    expect(await hosts()).toEqual([]);
    const { check, registries } = await put(open.host, { plainHttp: true });
    expect(check).toMatchObject({ access: "open", url: `http://${open.host}/v2/` });
    expect(registries).toMatchObject([{ host: open.host, plainHttp: true, hasCredentials: false }]);
    await service.remove(open.host, admin);
    expect(await hosts()).toEqual([]);
    await expect(service.test({ host: open.host }, signal)).rejects.toMatchObject({ code: "registry-private" });
  });

  it("with its own certificate, then with user and password", async () => {
    const { host, ca } = closed;
    await expect(put(host, {})).rejects.toMatchObject({
      code: "registry-tls",
      message: expect.stringContaining("signed by itself"),
    });
    const other = makeCertificate({ subject: "/CN=other", extensions: [] }).cert;
    await expect(put(host, { ca: other })).rejects.toMatchObject({ code: "registry-tls" });
    await expect(put(host, { ca })).rejects.toThrow("it wants a user and a password");
    const wrong = put(host, { ca, ...registryUser, password: "wrong" });
    await expect(wrong).rejects.toThrow("does not accept this user and password");
    expect(await hosts()).toEqual([]);
    expect((await put(host, { ca, ...registryUser })).check).toMatchObject({ access: "basic" });
    // What is left out stays: certificate and password.
    const { registries } = await put(host, { username: registryUser.username, mirrors: [open.host] });
    expect(registries).toMatchObject([
      { authorities: ["CN=registry of tests"], mirrors: [open.host], hasCredentials: true },
    ]);
    expect(await service.test({ host }, signal)).toMatchObject({ access: "basic" });
    expect(readFileSync(join(folder, "registry-settings.json"), "utf8")).not.toContain(registryUser.password);
  });

  it("and may be kept untested", async () => {
    await expect(put("127.0.0.1:1", { plainHttp: true })).rejects.toThrow("nothing listens there");
    expect((await put("127.0.0.1:1", { plainHttp: true, untested: true })).check).toBeNull();
    expect(await hosts()).toEqual(["127.0.0.1:1"]);
  });

  it("a name that nobody knows is said", async () => {
    await expect(put("registry.invalid", {})).rejects.toMatchObject({
      code: "fetch-failed",
      message: expect.stringMatching(/name/),
    });
  });
});

describe("what is no registry is called so", () => {
  it.each([
    [404, {}, "nothing", "it answers 404"],
    [200, { "content-type": "text/html" }, "<html>", "a web page"],
    [401, {}, "", "names no way to sign in"],
    [200, {}, "x".repeat(100_000), "far too much"],
  ] as const)("status %i, %j", async (status, headers, body, why) => {
    odd.twist = (_, response) => {
      response.writeHead(status, headers).end(body);
      return true;
    };
    await expect(put(odd.host, { plainHttp: true })).rejects.toMatchObject({
      code: "not-a-registry",
      message: expect.stringContaining(why),
    });
  });

  it("one that asks for patience too", async () => {
    odd.twist = (_, response) => {
      response.writeHead(429).end();
      return true;
    };
    await expect(put(odd.host, { plainHttp: true })).rejects.toMatchObject({ code: "registry-busy" });
  });

  it("an answer without an end is given up at its limit", async () => {
    odd.twist = (_, response) => {
      const more = () => {
        while (response.write("x".repeat(16_384)));
      };
      response.on("drain", more);
      more();
      return true;
    };
    await expect(put(odd.host, { plainHttp: true })).rejects.toMatchObject({ code: "not-a-registry" });
  });
});

describe("tokens", () => {
  let tokens: Server;
  let realm: string;
  const seen: (string | undefined)[] = [];
  beforeEach(async () => {
    seen.length = 0;
    tokens = createServer((request, response) => {
      seen.push(request.headers.authorization);
      const good = request.headers.authorization === `Basic ${Buffer.from("u:p").toString("base64")}`;
      response.writeHead(good ? 200 : 401).end(good ? '{"token":"t"}' : "{}");
    }).listen(0, "127.0.0.1");
    await once(tokens, "listening");
    realm = `127.0.0.1:${(tokens.address() as AddressInfo).port}`;
    odd.twist = (request, response) => {
      const isIn = request.headers.authorization === "Bearer t";
      const challenge = { "www-authenticate": `Bearer realm="http://${realm}/token",service="s"` };
      response.writeHead(isIn ? 200 : 401, isIn ? {} : challenge).end("{}");
      return true;
    };
  });
  afterEach(async () => {
    tokens.closeAllConnections();
    tokens.close();
    await once(tokens, "close");
  });

  it("are asked for where the settings allow it alone", async () => {
    const plain = { plainHttp: true, username: "u" };
    await put(realm, { plainHttp: true, untested: true });
    await expect(put(odd.host, { ...plain, password: "p" })).rejects.toThrow("not among its configured tokenHosts");
    expect(seen).toEqual([]);
    await expect(put(odd.host, { ...plain, password: "x", tokenHosts: [realm] })).rejects.toMatchObject({
      code: "registry-denied",
    });
    expect((await put(odd.host, { ...plain, password: "p", tokenHosts: [realm] })).check).toMatchObject({
      access: "token",
    });
  });

  it("and not at inner addresses that nobody configured", async () => {
    await expect(put(odd.host, { plainHttp: true })).rejects.toThrow("plain http is not configured");
    expect(seen).toEqual([]);
  });
});
