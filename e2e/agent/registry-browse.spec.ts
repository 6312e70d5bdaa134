/** What a registry has, asked of Debian's docker-registry and of one that answers as badly as it can. */

import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { disk } from "../../agent/disk.ts";
import type { EventService } from "../../agent/event/service.ts";
import { KeptRegistries } from "../../agent/image/registry/kept.ts";
import { registryService } from "../../agent/image/registry/registry-service.ts";
import type { RegistryService } from "../../agent/image/registry/service.ts";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { RegistryPut } from "../../lib/contract/registry.ts";
import { remoteImage } from "../../lib/contract/registry-browse.ts";
import { type DockerRegistry, registryUser, startDockerRegistry } from "../support/docker-registry.ts";
import { cpu, ociImage } from "../support/oci-image.ts";
import { OddRegistry } from "../support/odd-registry.ts";

const { signal } = new AbortController();
const admin = { user: "ann", role: "admin" } as const;
const events: Pick<EventService, "emit"> = { emit: (event) => ({ ...event, seq: 1, time: "" }) };
const page = { limit: 2 };
let folder: string;
let service: RegistryService;
let real: DockerRegistry;
let odd: OddRegistry;
const foreign = cpu === "amd64" ? "arm64" : "amd64";
const layers = [{ tar: tarOf({ name: "a", body: "a" }) }, { tar: tarOf({ name: "b", body: "b".repeat(1000) }) }];
const config = { Env: ["A=1"], Cmd: ["/a"], Labels: { l: "v\u202e" }, ExposedPorts: { "80/tcp": {} }, User: "u" };

beforeAll(async () => {
  real = await startDockerRegistry({ signIn: true, tls: true });
  const images = [ociImage(layers, config), ociImage(layers, {}, { os: "linux", architecture: foreign })];
  for (const tag of ["1", "2", "3", "4", "5"]) real.push("team/app", tag, images);
  for (const name of ["a", "b", "team/foreign"]) real.push(name, "1", images.slice(1));
  folder = mkdtempSync(join(tmpdir(), "craton-browse-"));
  const kept = await KeptRegistries.open(folder, disk, () => {});
  service = registryService({ node: "n", file: join(folder, "registries.json"), kept, cpu, events });
  await set(real.host, { ca: real.ca, ...registryUser });
});
afterAll(async () => {
  await real?.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  odd = await new OddRegistry().start();
  await set(odd.host, { plainHttp: true });
});
afterEach(async () => {
  await service.remove(odd.host, admin);
  await odd.stop();
});
const set = (host: string, more: Partial<RegistryPut>) =>
  service.put(
    host,
    { plainHttp: false, mirrors: [], username: null, tokenHosts: [], untested: true, ...more },
    admin,
    signal,
  );
/** All pages of a list. */
async function all<P extends { next: string | null }>(one: (cursor?: string) => Promise<P>): Promise<P[]> {
  const pages = [await one()];
  for (let last = pages[0]; last?.next; last = pages.at(-1)) pages.push(await one(last.next));
  return pages;
}

describe("docker-registry", () => {
  it("lists repositories and tags by pages, signed in", async () => {
    const catalog = await all((cursor) => service.repositories(real.host, { ...page, cursor }, signal));
    expect(catalog.flatMap(({ repositories }) => repositories)).toEqual(["a", "b", "team/app", "team/foreign"]);
    expect(catalog.length).toBeGreaterThan(1);
    const tags = await all((cursor) => service.tags(real.host, "team/app", { ...page, cursor }, signal));
    // This one pages no tags and gives them in no order.
    expect(tags.flatMap((one) => one.tags).sort()).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("describes an index by this node's platform, and each other image by its digest", async () => {
    const image = await service.image(real.host, "team/app", "2", signal);
    expect(image.source).toBe(`docker://${real.host}/team/app:2`);
    expect(image.platforms.map(({ platform, chosen }) => [platform, chosen])).toEqual([
      [`linux/${cpu}`, true],
      [`linux/${foreign}`, false],
    ]);
    expect(image.image).toMatchObject({
      platform: `linux/${cpu}`,
      config: { environment: ["A=1"], command: ["/a"], ports: ["80/tcp"], user: "u", entrypoint: [] },
    });
    expect(image.image?.layers).toHaveLength(2);
    const other = image.platforms[1]?.digest ?? "";
    expect(await service.image(real.host, "team/app", other, signal)).toMatchObject({
      source: `docker://${real.host}/team/app@${other}`,
      image: { digest: other, platform: `linux/${foreign}` },
    });
  });

  it("names what is not there", async () => {
    await expect(service.image(real.host, "team/app", "none", signal)).rejects.toMatchObject({ code: "image-missing" });
    await expect(service.tags(real.host, "none", page, signal)).rejects.toMatchObject({ code: "image-missing" });
    await expect(service.tags(real.host, "UPPER", page, signal)).rejects.toMatchObject({ code: "bad-name" });
    await expect(service.tags("nodots", "a", page, signal)).rejects.toMatchObject({ code: "bad-name" });
    await expect(service.repositories("127.0.0.1:1", page, signal)).rejects.toMatchObject({ code: "registry-private" });
  });
});

describe("a registry that answers badly", () => {
  const answer = (work: (url: URL, response: ServerResponse, request: IncomingMessage) => void) => {
    odd.twist = (request, response) => {
      work(new URL(request.url ?? "", `http://${odd.host}`), response, request);
      return true;
    };
  };
  const endless = (response: ServerResponse) => {
    const more = () => {
      while (response.write(`{"tags":["${"x".repeat(16_384)}"`));
    };
    response.on("drain", more);
    more();
  };

  it("may refuse its catalog", async () => {
    for (const status of [401, 403, 404, 405]) {
      answer((_, response) => response.writeHead(status).end());
      const { refused, repositories } = await service.repositories(odd.host, page, signal);
      expect([repositories, refused]).toEqual([[], expect.stringContaining(String(status))]);
    }
    answer((_, response) => response.writeHead(503).end());
    await expect(service.repositories(odd.host, page, signal)).rejects.toMatchObject({ code: "fetch-failed" });
  });

  it("leads nowhere else by its links", async () => {
    const { host } = odd;
    const elsewhere = [
      `<https://169.254.169.254/v2/_catalog?n=2>`,
      `</v2/secret?last=x>`,
      `<//evil.example/v2/_catalog?x>`,
    ];
    for (const link of elsewhere) {
      answer((_, response) => response.writeHead(200, { link: `${link}; rel="next"` }).end('{"repositories":["a"]}'));
      expect((await service.repositories(host, page, signal)).next).toBeNull();
    }
    answer((_, response) => response.end('{"repositories":["a"]}'));
    await service.repositories(host, { limit: 1, cursor: "last=../../etc&n=9" }, signal);
    expect(odd.requests.at(-1)?.url).toBe("/v2/_catalog?last=../../etc&n=9");
  });

  it("is read up to a limit", async () => {
    answer((_, response) => endless(response));
    for (const work of [
      () => service.repositories(odd.host, page, signal),
      () => service.tags(odd.host, "a", page, signal),
      () => service.image(odd.host, "a", "1", signal),
    ])
      await expect(work()).rejects.toMatchObject({ code: "too-large" });
    expect(process.memoryUsage().rss).toBeLessThan(2 ** 30);
  });

  it("may say that an image is larger than anything, or describe none", async () => {
    const image = ociImage(layers, config);
    const manifest = JSON.parse(image.manifest.toString());
    manifest.config.size = 2 ** 40;
    const data = Buffer.from(JSON.stringify(manifest));
    odd.add("a/b", "big", image, { data, type: manifest.mediaType });
    await expect(service.image(odd.host, "a/b", "big", signal)).rejects.toMatchObject({ code: "too-large" });
    const helm = {
      schemaVersion: 2,
      mediaType: manifest.mediaType,
      config: { ...manifest.config, mediaType: "application/helm" },
      layers: [],
    };
    odd.add("a/b", "chart", image, { data: Buffer.from(JSON.stringify(helm)), type: manifest.mediaType });
    expect(await service.image(odd.host, "a/b", "chart", signal)).toMatchObject({
      image: null,
      why: expect.stringContaining("helm"),
    });
  });

  it("whatever it challenges with, hands out or describes, the end is an answer or words", async () => {
    const odds = fc.constantFrom(
      "",
      '"',
      "\\",
      "http://",
      "https://127.0.0.1/",
      "://",
      "file:///etc/passwd",
      " ",
      ",",
      "=",
      "Bearer",
      "\u00ff",
    );
    const realm = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.array(odds, { maxLength: 6 }).map((parts) => parts.join("")),
    );
    const body = fc.oneof(fc.json({ maxDepth: 3 }), fc.string({ maxLength: 60 }), fc.constant('{"token":"a b"}'));
    const headerText = (text: string) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
    await fc.assert(
      fc.asyncProperty(
        realm,
        body,
        fc.constantFrom("Bearer", "bearer", "Basic", "Digest", ""),
        async (where, text, scheme) => {
          answer((url, response) => {
            if (url.pathname.startsWith("/token")) return response.end(text);
            const challenge = headerText(`${scheme} realm="${where}",scope="${text.slice(0, 20)}"`);
            response.writeHead(401, { "www-authenticate": challenge }).end(text);
          });
          for (const work of [
            () => service.repositories(odd.host, page, signal),
            () => service.tags(odd.host, "a", page, signal),
            async () => remoteImage.parse(await service.image(odd.host, "a", "1", signal)),
          ])
            await work().then(undefined, (error) => expect(error).toBeInstanceOf(CratonError));
        },
      ),
      { numRuns: 60 },
    );
    expect(odd.requests.length).toBeLessThan(60 * 3 * 4);
  });
});
