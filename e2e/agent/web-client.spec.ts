/** Where a request may go, with whose credentials, and when it is given up. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FetchClient } from "../../agent/image/http/client.ts";
import { HostAuth } from "../../agent/image/http/host-auth.ts";
import { getText } from "../../agent/image/http/read-text.ts";
import { readFetchSettings } from "../../agent/image/http/settings.ts";
import { DiscoverySite } from "../support/discovery-site.ts";

let site: DiscoverySite;
let dir: string;
const signal = new AbortController().signal;
beforeAll(async () => {
  site = await new DiscoverySite().start();
  site.files.set("/a", { data: Buffer.from("hello") });
});
afterAll(() => site.stop());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "craton-web-"));
  site.twist = () => false;
  site.asked.length = 0;
  site.configure(join(dir, "local"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

type Way = {
  tls?: boolean;
  http?: boolean;
  headersMs?: number;
  idleMs?: number;
  totalMs?: number;
  env?: Record<string, string>;
};

async function get(url: string, { tls = false, http = false, totalMs = 5000, env = {}, ...timeouts }: Way = {}) {
  const folders = { system: join(dir, "system"), local: join(dir, "local") };
  const settings = await readFetchSettings(folders, env);
  const client = new FetchClient({ settings, auth: await HostAuth.read(folders), insecure: { tls, http }, timeouts });
  try {
    return await getText(client, new URL(url), { accept: "*/*", what: "it", maxBytes: 1000, totalMs, signal });
  } finally {
    client.close();
  }
}

function auth(folder: string, name: string, file: object): void {
  mkdirSync(join(dir, folder, "auth.d"), { recursive: true });
  writeFileSync(join(dir, folder, "auth.d", name), JSON.stringify({ rktKind: "auth", rktVersion: "v1", ...file }));
}

describe("certificates", () => {
  it("of a named authority are accepted, others not, any with the insecure option tls", async () => {
    expect((await get(site.url("/a"))).text).toBe("hello");
    site.configure(join(dir, "local"), { authorities: [] });
    await expect(get(site.url("/a"))).rejects.toMatchObject({ code: "tls-refused" });
    expect((await get(site.url("/a"), { tls: true })).text).toBe("hello");
  });
});

describe("addresses", () => {
  it.each([
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest",
    "https://[::ffff:127.0.0.1]/",
    "https://0x7f.1/",
  ])("%s is private and not asked", async (url) => {
    await expect(get(url)).rejects.toMatchObject({ code: "address-refused" });
  });

  it("of a name count, unless the name or the address is allowed", async () => {
    site.configure(join(dir, "local"), { allowInner: [] });
    await expect(get(site.url("/a"))).rejects.toMatchObject({ code: "address-refused" });
    await expect(get(site.url("/a"))).rejects.toThrow("is a private address");
    expect(site.asked).toEqual([]);
    site.configure(join(dir, "local"), { allowInner: ["127.0.0.0/8", "::1"] });
    expect((await get(site.url("/a"))).text).toBe("hello");
  });

  it("are checked again at each redirect", async () => {
    site.twist = (_, response) => {
      response.writeHead(302, { location: `https://127.0.0.1:${site.port}/a` }).end();
      return true;
    };
    await expect(get(site.url("/b"))).rejects.toMatchObject({ code: "address-refused" });
    expect(site.asked).toHaveLength(1);
  });

  it("by plain http need the insecure option, also behind a redirect; credentials in a URL are refused", async () => {
    const plain = `http://localhost:${site.plainPort}/a`;
    await expect(get(plain)).rejects.toThrow("plain http needs insecure-options=http");
    expect((await get(plain, { http: true })).text).toBe("hello");
    site.twist = ({ url }, response) => {
      if (url !== "/b") return false;
      response.writeHead(302, { location: plain }).end();
      return true;
    };
    await expect(get(site.url("/b"))).rejects.toThrow("plain http needs insecure-options=http");
    await expect(get("https://u:p@localhost/")).rejects.toThrow("it holds credentials");
    await expect(get("https://u:p@localhost/")).rejects.not.toThrow("u:p");
    await expect(get("file:///etc/passwd", { http: true })).rejects.toThrow("it is no web address");
  });
});

describe("redirects (E7)", () => {
  it("of every kind are followed, ten of them", async () => {
    const codes = [301, 302, 303, 307, 308];
    site.twist = ({ url = "" }, response) => {
      const step = Number(/^\/r([0-9]+)$/.exec(url)?.[1]);
      if (!(step > 0)) return false;
      response.writeHead(codes[step % 5] as number, { location: step === 1 ? "/a" : `/r${step - 1}` }).end();
      return true;
    };
    expect((await get(site.url("/r10"))).text).toBe("hello");
    await expect(get(site.url("/r11"))).rejects.toThrow("redirects more than 10 times");
  });

  it("to nothing are an error", async () => {
    site.twist = (_, response) => {
      response.writeHead(302, { location: "http://[" }).end();
      return true;
    };
    await expect(get(site.url("/b"))).rejects.toThrow("redirects to something that is no URL");
  });
});

describe("credentials (E10)", () => {
  const host = () => `localhost:${site.port}`;
  it("go to their own host and port by https, and to no other", async () => {
    const domains = [host(), `localhost:${site.plainPort}`];
    auth("local", "site.json", { domains, type: "basic", credentials: { user: "ann", password: "pä:ss" } });
    site.configure(join(dir, "local"), { allowInner: ["127.0.0.1", "::1"] });
    site.twist = ({ url }, response) => {
      if (url !== "/away") return false;
      response.writeHead(307, { location: `https://127.0.0.1:${site.port}/a` }).end();
      return true;
    };
    await get(site.url("/away"));
    const sent = site.asked.map(({ headers }) => headers.authorization);
    expect(sent).toEqual([`Basic ${Buffer.from("ann:pä:ss").toString("base64")}`, undefined]);
    await get(`http://localhost:${site.plainPort}/a`, { http: true });
    expect(site.asked.at(-1)?.headers.authorization).toBeUndefined();
  });

  it("of the administrator go over those of the system; oauth is a bearer", async () => {
    auth("system", "site.json", { domains: [host()], type: "oauth", credentials: { token: "sys" } });
    await get(site.url("/a"));
    auth("local", "site.json", { domains: [host()], type: "oauth", credentials: { token: "loc" } });
    await get(site.url("/a"));
    expect(site.asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer sys", "Bearer loc"]);
  });

  it("that are missing or wrong are told apart, without showing them", async () => {
    site.twist = (_, response) => {
      response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      return true;
    };
    await expect(get(site.url("/a"))).rejects.toMatchObject({
      code: "host-denied",
      message: expect.stringContaining("auth.d has none"),
    });
    auth("local", "site.json", { domains: [host()], type: "oauth", credentials: { token: "sesame" } });
    const error = await get(site.url("/a")).catch((cause) => cause);
    expect(error.message).toContain("does not accept the credentials");
    expect(JSON.stringify(error.body("x"))).not.toContain("sesame");
  });

  it.each([
    [{ domains: ["localhost"], type: "aws", credentials: {} }, null],
    [{ domains: ["localhost"], type: "basic", credentials: { user: "a" } }, "$.credentials.password"],
    [{ domains: [], type: "oauth", credentials: { token: "x" } }, "$.domains"],
    [{ domains: ["not a host"], type: "oauth", credentials: { token: "x" } }, "must be HOST or HOST:PORT"],
    [{ domains: ["localhost"], type: "oauth", credentials: { token: "a\r\nb" } }, "printable"],
    [{ domains: ["localhost"], type: "kerberos" }, "$.type"],
  ])("%j", async (file, why) => {
    auth("local", "site.json", file);
    if (why !== null) await expect(get(site.url("/a"))).rejects.toThrow(why);
    else {
      expect((await get(site.url("/a"))).text).toBe("hello");
      await expect(get("https://localhost/")).rejects.toMatchObject({ code: "unsupported" });
    }
  });

  it("for one host twice in a folder are an error; other kinds of rkt's are passed over", async () => {
    auth("local", "a.json", { domains: [host()], type: "oauth", credentials: { token: "x" } });
    auth("local", "c.json", { rktKind: "dockerAuth", registries: ["x"] });
    expect((await get(site.url("/a"))).text).toBe("hello");
    auth("local", "b.json", { domains: [host()], type: "oauth", credentials: { token: "y" } });
    await expect(get(site.url("/a"))).rejects.toThrow("has credentials in");
  });
});

describe("what has no end", () => {
  it("is given up: too many bytes, too much time, no answer, silence", async () => {
    site.files.set("/big", { data: Buffer.alloc(2000) });
    await expect(get(site.url("/big"))).rejects.toMatchObject({ code: "too-large" });
    const open: NodeJS.Timeout[] = [];
    site.twist = ({ url }, response) => {
      if (url === "/drip") {
        response.writeHead(200);
        open.push(setInterval(() => response.write("."), 20));
        response.on("close", () => clearInterval(open[0]));
      }
      if (url === "/silent") response.writeHead(200).write(".");
      return url !== "/a";
    };
    await expect(get(site.url("/drip"), { totalMs: 300 })).rejects.toThrow("it took longer than 0.3 s");
    await expect(get(site.url("/nothing"), { headersMs: 200 })).rejects.toThrow("did not answer in time");
    await expect(get(site.url("/silent"), { idleMs: 200 })).rejects.toThrow("the connection broke");
  });
});

describe("a proxy", () => {
  async function withProxy(work: (url: string, seen: string[]) => Promise<void>): Promise<void> {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(`GET ${request.url}`);
      response.end("by proxy");
    });
    proxy.on("connect", (request, socket) => {
      seen.push(`CONNECT ${request.url}`);
      const inner = connect(site.port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        inner.pipe(socket).pipe(inner);
      });
      for (const one of [inner, socket]) one.on("error", () => one.destroy());
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    try {
      await work(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, seen);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  }

  it("of the environment or of fetch.json is gone through, with the certificate still checked", async () => {
    await withProxy(async (url, seen) => {
      const error = await get("https://images.example/a", { env: { HTTPS_PROXY: url } }).catch((cause) => cause);
      expect(error).toMatchObject({ code: "tls-refused", message: expect.stringContaining("ALTNAME") });
      expect((await get("https://images.example/a", { env: { https_proxy: url }, tls: true })).text).toBe("hello");
      expect((await get("http://images.example/a", { env: { http_proxy: url }, http: true })).text).toBe("by proxy");
      expect(seen).toEqual(["CONNECT images.example:443", "CONNECT images.example:443", "GET http://images.example/a"]);
      site.configure(join(dir, "local"), { httpsProxy: url });
      expect((await get("https://images.example/a", { tls: true })).text).toBe("hello");
      await expect(get("https://10.0.0.1/")).rejects.toMatchObject({ code: "address-refused" });
      expect(seen).toHaveLength(4);
    });
  });

  it("is left out for this machine", async () => {
    await withProxy(async (url, seen) => {
      expect((await get(site.url("/a"), { env: { HTTPS_PROXY: url } })).text).toBe("hello");
      expect(seen).toEqual([]);
    });
  });
});
