/** Registries that want credentials, or send elsewhere. Each refusal names the value, and leaves nothing. */
import { writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OddRegistry } from "../support/odd-registry.ts";
import { big, bigBlob, isBig, registryWorld } from "../support/registry-world.ts";

const world = registryWorld();

describe("tokens and passwords", () => {
  const basic = `Basic ${Buffer.from("user:secret").toString("base64")}`;
  let tokens: OddRegistry;
  beforeEach(async () => {
    tokens = await new OddRegistry().start();
    writeFileSync(join(world.host.state, "password"), "secret\n");
  });
  afterEach(() => tokens.stop());
  const challenge = (response: ServerResponse, text: string) => {
    response.writeHead(401, { "www-authenticate": text }).end();
    return true;
  };
  /** The registry wants a token that `tokens` hands out for this scope. */
  const wantToken = (needed: string | null) => {
    const realm = `http://${tokens.host}/token`;
    world.registry.twist = (request, response) =>
      request.headers.authorization === "Bearer t0ken"
        ? false
        : challenge(response, `Bearer realm="${realm}",service="reg",scope="repository:a/b:pull"`);
    tokens.twist = (request, response) => {
      const good = needed === null || request.headers.authorization === needed;
      response.writeHead(good ? 200 : 401, { "content-type": "application/json" });
      response.end(JSON.stringify(good ? { token: "t0ken" } : {}));
      return true;
    };
  };
  const configure = (own: object, token: object = { plainHttp: true }) =>
    world.host.configure({ [world.registry.host]: { plainHttp: true, ...own }, [tokens.host]: token });
  const user = () => ({ username: "user", passwordFile: join(world.host.state, "password") });

  it("an anonymous token is got once and used for all", async () => {
    wantToken(null);
    configure({});
    await world.host.fetch(world.source);
    expect(tokens.requests).toHaveLength(1);
    expect(tokens.requests[0]?.url).toBe("/token?service=reg&scope=repository%3Aa%2Fb%3Apull");
    expect(tokens.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("credentials go to a token server only when it is named", async () => {
    wantToken(basic);
    configure(user());
    await expect(world.host.fetch(world.source)).rejects.toThrow("not among its configured tokenHosts");
    expect(tokens.requests).toHaveLength(0);
    configure({ ...user(), tokenHosts: [tokens.host] });
    await world.host.fetch(world.source);
    expect(tokens.requests[0]?.headers.authorization).toBe(basic);
    expect(world.registry.requests.some(({ headers }) => headers.authorization === basic)).toBe(false);
  });

  it("a refused token or password is said, not tried for ever", async () => {
    wantToken("Basic other");
    configure({ ...user(), tokenHosts: [tokens.host] });
    await expect(world.host.fetch(world.source)).rejects.toThrow("gave no token (status 401)");
    world.registry.twist = (_, response) => challenge(response, 'Basic realm="x"');
    await expect(world.host.fetch(world.source)).rejects.toMatchObject({ code: "registry-denied" });
    expect(world.registry.requests.length).toBeLessThan(8);
  });

  it("Basic is sent to the world.registry, and to nobody that it redirects to", async () => {
    const elsewhere = tokens;
    elsewhere.twist = (_, response) => {
      response.writeHead(200).end(bigBlob);
      return true;
    };
    world.registry.twist = (request, response) => {
      if (request.headers.authorization !== basic) return challenge(response, 'Basic realm="x"');
      if (!isBig(request)) return false;
      response.writeHead(307, { location: `http://${elsewhere.host}/cdn?signature=s3cret` }).end();
      return true;
    };
    configure(user());
    await world.host.fetch(world.source);
    expect(elsewhere.requests).toHaveLength(1);
    expect(elsewhere.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe("ways into the inner network", () => {
  let inner: OddRegistry;
  beforeEach(async () => {
    inner = await new OddRegistry().start();
  });
  afterEach(async () => {
    expect(inner.requests).toEqual([]);
    await inner.stop();
  });
  const redirect = (location: string) => {
    world.registry.twist = (request, response) => {
      if (!isBig(request)) return false;
      response.writeHead(302, { location }).end();
      return true;
    };
  };

  it("a reference to an address that is not configured", async () => {
    await expect(world.host.fetch(`docker://${inner.host}/a/b:1`)).rejects.toMatchObject({ code: "registry-private" });
    await expect(world.host.fetch(`docker://localhost:${inner.host.split(":")[1]}/a/b:1`)).rejects.toThrow(
      /localhost:\d+ is at .*, an inner address/,
    );
    await expect(world.host.fetch("docker://169.254.169.254/a/b:1")).rejects.toThrow(
      "is at 169.254.169.254, an inner address",
    );
    await expect(world.host.fetch("docker://[::ffff:7f00:1]:5000/a/b:1")).rejects.toThrow("inner address");
  });

  it("a redirect", async () => {
    redirect(`http://${inner.host}/latest/meta-data`);
    await expect(world.host.fetch(world.source)).rejects.toThrow("plain http is not configured for this host");
    redirect(`https://${inner.host}/latest/meta-data`);
    await expect(world.host.fetch(world.source)).rejects.toThrow("is at 127.0.0.1, an inner address");
    redirect(`https://localhost:${inner.host.split(":")[1]}/`);
    await expect(world.host.fetch(world.source)).rejects.toThrow("inner address");
    redirect("file:///etc/passwd");
    await expect(world.host.fetch(world.source)).rejects.toMatchObject({ code: "registry-denied" });
    redirect(`http://u:p@${world.registry.host}/`);
    await expect(world.host.fetch(world.source)).rejects.toThrow("holds credentials");
  });

  it("a redirect in a circle", async () => {
    redirect(`http://${world.registry.host}/v2/a/b/blobs/${big.digest}`);
    await expect(world.host.fetch(world.source)).rejects.toThrow("redirects more than 5 times");
  });

  it("a realm", async () => {
    world.registry.twist = (_, response) => {
      response.writeHead(401, { "www-authenticate": `Bearer realm="https://${inner.host}/x",service=y` }).end();
      return true;
    };
    await expect(world.host.fetch(world.source)).rejects.toThrow("is at 127.0.0.1, an inner address");
  });

  it("an error does not show what a signed URL carries", async () => {
    redirect(`https://${inner.host}/cdn?X-Signature=s3cret`);
    await expect(world.host.fetch(world.source)).rejects.toThrow(/^((?!s3cret).)*$/);
  });
});
