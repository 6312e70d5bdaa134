import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AppCreate, PodCreate } from "../../lib/contract/pod.ts";
import { faults, good, idOf, images, oneApp, plain, plan } from "./plan.fixture.ts";

describe("plan: apps and images", () => {
  it("F2 F3 reifies: image by ID with name and labels, complete app section, AC Name from the image", () => {
    const { plan: pod } = good(plan({ apps: [{ image: "b" }] }));
    expect(pod.manifest.apps[0]).toMatchObject({
      name: "b-image",
      image: {
        id: idOf("b"),
        name: "example.com/b_image",
        labels: [
          { name: "os", value: "linux" },
          { name: "arch", value: "amd64" },
        ],
      },
      app: { exec: ["/bin/sh"], user: "0" },
    });
    expect(pod).toMatchObject({
      name: "b-image",
      hostname: "craton-6733c088-a507-4694-acbc-5a5b5e2a4d30",
      net: "default",
    });
  });

  it("C5.1 exec is replaced, args are appended, and a missing program is an error that names the image", () => {
    expect(oneApp({ args: ["-c", "true"] })?.args).toEqual(["/bin/sh", "-c", "true"]);
    expect(oneApp({ image: "c", exec: ["/x"], args: ["y"] })?.args).toEqual(["/x", "y"]);
    const result = plan({ apps: [{ image: "c" }] });
    expect(result.ok ? [] : result.errors).toEqual([
      { path: "$.apps[0].app.exec", message: "image example.com/c_image names no program to run: give one (exec)" },
    ]);
  });

  it("G7 C5.6 environment: defaults, then the image's, then the request's; ours cannot be replaced", () => {
    const environment = [
      { name: "MODE", value: "request" },
      { name: "AC_APP_NAME", value: "fake" },
      { name: "NEW", value: "1" },
    ];
    expect(oneApp({ image: "a", name: "me", environment })?.environment).toEqual([
      { name: "PATH", value: "/own" },
      { name: "MODE", value: "request" },
      { name: "AC_APP_NAME", value: "me" },
      { name: "NEW", value: "1" },
      { name: "container", value: "craton" },
    ]);
    expect(oneApp({})?.environment[0]).toEqual({
      name: "PATH",
      value: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    });
  });

  it("C5.2 C5.3 C5.5 user, group, supplementary groups and working directory can be overridden", () => {
    expect(oneApp({ image: "a" })).toMatchObject({
      user: "33",
      group: "33",
      supplementaryGIDs: [],
      workingDirectory: "/",
    });
    expect(
      oneApp({
        user: "web",
        group: "/bin/x",
        supplementaryGIDs: [5, 5, 6],
        workingDirectory: "/srv//x/",
        tty: true,
        stdin: true,
        readOnlyRootFS: true,
      }),
    ).toMatchObject({
      user: "web",
      group: "/bin/x",
      supplementaryGIDs: [5, 6],
      workingDirectory: "/srv/x",
      tty: true,
      stdin: true,
      readOnlyRootFS: true,
    });
  });

  it("F3 app names are unique, and an image that is not there passes through as such", () => {
    expect(faults({ apps: [{ image: "b" }, { image: "b" }] })).toEqual(["$.apps[1]"]);
    expect(faults({ apps: [{ image: "b" }, { image: "b", name: "other" }] })).toEqual([]);
    expect(() => plan({ apps: [{ image: "nowhere" }] })).toThrow("there is no image nowhere");
  });

  it("C4 A11 an image for another machine is refused", () => {
    const foreign = (labels: { name: string; value: string }[]) => () => ({
      id: idOf("d"),
      name: "d",
      manifest: { acKind: "ImageManifest", acVersion: "0.8.11", name: "d", labels, app: plain },
    });
    expect(
      faults(
        { apps: [{ image: "d" }] },
        foreign([
          { name: "os", value: "linux" },
          { name: "arch", value: "aarch64" },
        ]),
      ),
    ).toEqual(["$.apps[0].image"]);
    expect(faults({ apps: [{ image: "d" }] }, foreign([{ name: "os", value: "freebsd" }]))).toEqual([
      "$.apps[0].image",
    ]);
    expect(faults({ apps: [{ image: "d" }] }, foreign([{ name: "arch", value: "aarch64" }]))).toEqual([]);
  });

  it("an image whose manifest is wrong is refused at its place", () => {
    const broken = () => ({ id: idOf("e"), name: "e", manifest: { acKind: "ImageManifest" } });
    const result = plan({ apps: [{ image: "e" }] }, broken);
    expect(result.ok ? "" : result.errors[0]?.message).toContain("the manifest of image e is wrong at $.acVersion");
  });

  it("C5.4 C5.10 event handlers and socket activation are refused as unsupported, with their path", () => {
    const handlers = images({
      f: {
        ...plain,
        eventHandlers: [{ name: "pre-start", exec: ["x"] }],
        ports: [{ name: "s", protocol: "tcp", port: 1, socketActivated: true }],
      },
    });
    const result = plan({ apps: [{ image: "f" }] }, handlers);
    expect(result.ok ? null : [result.error.code, result.errors.map((e) => e.path)]).toEqual([
      "unsupported",
      ["$.apps[0].app.eventHandlers", "$.apps[0].app.ports[0].socketActivated"],
    ]);
  });

  it("lists all faults at once in an error ready to be thrown", () => {
    const result = plan({
      apps: [{ image: "b", memory: "1K", cpu: "-1", capsRetain: ["ponies"], workingDirectory: "/../x" }],
    });
    expect(result.ok ? null : result.error).toMatchObject({ code: "bad-manifest", facts: { kind: "pod", count: 4 } });
  });
});

describe("plan: pod manifests", () => {
  const manifest = (change: object = {}) => ({
    acKind: "PodManifest",
    acVersion: "0.8.11",
    apps: [{ name: "one", image: { id: idOf("a") } }],
    ...change,
  });

  it("F3 the image's app is used unless the manifest has one, which replaces it", () => {
    expect(good(plan({ manifest: manifest() })).plan.apps[0]).toMatchObject({
      name: "one",
      args: ["/bin/httpd", "-f"],
      user: "33",
    });
    const own = manifest({ apps: [{ name: "one", image: { id: idOf("a") }, app: plain }] });
    expect(good(plan({ manifest: own })).plan.apps[0]).toMatchObject({ args: ["/bin/sh"], user: "0", mounts: [] });
    expect(good(plan({ manifest: JSON.stringify(own) })).plan.apps).toHaveLength(1);
  });

  it("F10 a pod without apps is refused; options beside a manifest are", () => {
    expect(faults({ manifest: manifest({ apps: [] }) })).toEqual(["$.apps"]);
    expect(faults({ manifest: manifest(), volumes: [], ports: [] })).toEqual(["$.volumes", "$.ports"]);
    expect(faults({ manifest: "nonsense" })).toEqual(["$"]);
  });

  it("F2 planning a reified manifest again gives the same apps, volumes and ports", () => {
    const name = fc.stringMatching(/^[a-z]{1,4}$/);
    const request = fc.record({
      apps: fc.uniqueArray(
        fc.record({
          image: fc.constantFrom("a", "b"),
          name,
          args: fc.array(
            fc.string().filter((s) => !s.includes("\0")),
            { maxLength: 2 },
          ),
          memory: fc.constantFrom(undefined, "64Mi", "1G"),
          cpu: fc.constantFrom(undefined, "500m", "1n"),
          capsRetain: fc.constantFrom<string[] | undefined>(undefined, [], ["net_admin"], ["CAP_KILL", "CHOWN"]),
          noNewPrivileges: fc.constantFrom(undefined, true, false),
          readOnlyRootFS: fc.boolean(),
          mounts: fc.constantFrom<NonNullable<AppCreate["mounts"]>>(
            [],
            [{ volume: "v", path: "/data", readOnly: true }],
            [
              { volume: "v", path: "/v" },
              { volume: "w", path: "/w/", readOnly: true },
            ],
          ),
        }),
        { minLength: 1, maxLength: 4, selector: (app) => app.name },
      ),
      volumes: fc.constant<PodCreate["volumes"]>([
        { name: "v", kind: "empty", mode: "0700", uid: 5 },
        { name: "w", kind: "host", source: "/srv/w" },
      ]),
      ports: fc.constantFrom<NonNullable<PodCreate["ports"]>>([], [{ name: "x", podPort: 80, hostPort: 8080 }]),
    });
    fc.assert(
      fc.property(request, (value) => {
        const first = good(plan(value)).plan;
        const again = good(plan({ manifest: first.manifest })).plan;
        expect({ apps: again.apps, ports: again.ports, manifest: again.manifest, rights: again.rights }).toEqual({
          apps: first.apps,
          ports: first.ports,
          manifest: first.manifest,
          rights: first.rights,
        });
        expect(again.volumes).toEqual(first.volumes.map((volume) => ({ ...volume, implicit: false })));
      }),
    );
  });
});
