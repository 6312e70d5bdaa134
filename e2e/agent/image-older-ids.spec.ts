/** A store of the time when images of registries had IDs of another kind: they stay as they are until they are fetched again. */
import { lutimesSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { ociImage } from "../support/oci-image.ts";
import { registryWorld } from "../support/registry-world.ts";

const world = registryWorld();

it("the ID becomes that of the ACI with the next fetch, without a download; before it nothing is given out", async () => {
  const { host, registry } = world;
  const dir = (name: string, mode: number) => ({ name: `${name}/`, type: "5", mode });
  const layers = [tarOf(dir("tmp", 0o1777)), tarOf({ name: "tmp/x", body: "x" })];
  registry.add("a/old", "1", ociImage(layers.map((tar) => ({ tar }))));
  const source = `docker://${registry.host}/a/old:1`;
  const { id } = await host.fetch(source);
  const records = join(host.state, "agent/images/records");
  const record = JSON.parse(readFileSync(join(records, `${id}.json`), "utf8"));
  const older = `sha512-${"0".repeat(128)}`;
  for (const layer of record.layers) for (const name of ["marks", "implied", "check"]) delete layer[name];
  const { aciSize: _, rendered: __, ...rest } = record;
  writeFileSync(
    join(records, `${older}.json`),
    JSON.stringify({ ...rest, id: older, layers: record.layers.slice(0, 2) }),
  );
  rmSync(join(records, `${id}.json`));
  const key = Buffer.from(record.layers[1].diffId.slice(7), "hex").toString("base64url");
  lutimesSync(join(host.state, "agent/images/trees", key, "tmp"), 0, 0);
  await host.images.close();
  host.open();
  await host.recovered();

  expect(host.images.list().map((image) => image.id)).toEqual([older]);
  expect(() => host.images.serving.aci(older)).toThrow("fetch it again");
  expect(() => host.images.serving.peerImage(older)).toThrow("fetch it again");
  registry.requests.length = 0;
  expect((await host.fetch(source)).id).toBe(id);
  for (const { blob } of record.layers) expect(registry.asked(blob.digest)).toEqual([]);
  expect(
    host.images
      .list()
      .map((image) => image.id)
      .sort(),
  ).toEqual([older, id].sort());
});
