import { describe, expect, it } from "vitest";
import { runArguments } from "./run-arguments.ts";
import { runRequest } from "./run-request.ts";

const parse = (line: string) => runArguments(line.split(" "));

describe("the words of craton run", () => {
  it("takes options before and after the image, and what follows -- as arguments", () => {
    expect(parse("--net=none --exec=/bin/echo --state /x img --memory=1G -- hi --there")).toEqual({
      pod: { net: "none", state: "/x" },
      images: [{ image: "img", options: { exec: "/bin/echo", memory: "1G" }, args: ["hi", "--there"] }],
    });
  });

  it("gives each image its own options and arguments, as rkt did", () => {
    const { images, pod } = parse("--port=a:1 one --name=x -- 1 2 --- two --exec=/y --port=b:2 three --- four -- 4");
    expect(images).toEqual([
      { image: "one", options: { name: "x" }, args: ["1", "2"] },
      { image: "two", options: { exec: "/y" }, args: [] },
      { image: "three", options: {}, args: [] },
      { image: "four", options: {}, args: ["4"] },
    ]);
    expect(pod.port).toEqual(["a:1", "b:2"]);
  });

  it("knows --net alone, --flag=true and --flag=false", () => {
    expect(parse("--net img --readonly-rootfs=true --detach=false")).toMatchObject({
      pod: { net: "default" },
      images: [{ options: { "readonly-rootfs": true } }],
    });
    expect(() => parse("img --detach=yes")).toThrow("--detach is true or false, not yes");
  });

  it("refuses unknown options, options without an image, and arguments without one", () => {
    expect(() => parse("--frob img")).toThrow("unknown option '--frob'");
    expect(() => parse("--memory=1G")).toThrow("give an image to run");
    expect(() => parse("-- a b")).toThrow("the arguments a b follow no image");
    expect(() => parse("img -- a --- -- b")).toThrow("follow no image");
    expect(() => parse("--pod-manifest=x --exec=/x")).toThrow("--exec is an option of an app");
  });
});

describe("the request of craton run", () => {
  const request = (line: string, stdio: { tty: boolean } | null = null) => runRequest(parse(line), ["ref"], stdio);

  it("carries every option", () => {
    const words =
      "--net=host --hostname=h --volume=v,kind=host,source=/s --port=80/udp:127.0.0.1:53 img --exec=/x --user=u --group=g --supplementary-gids=1,2 --working-dir=/w --environment=A=b=c --memory=1G --cpu=2 --caps-retain=A,B --caps-remove=C --readonly-rootfs --mount volume=v,target=/t,readOnly=true --name=n -- z";
    expect(request(words)).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      net: "host",
      hostname: "h",
      volumes: [{ name: "v", kind: "host", source: "/s" }],
      ports: [{ name: "80-udp", protocol: "udp", podPort: 80, hostPort: 53, hostIP: "127.0.0.1" }],
      apps: [
        {
          ...{ image: "ref", name: "n", exec: ["/x"], args: ["z"], user: "u", group: "g", supplementaryGIDs: [1, 2] },
          ...{ workingDirectory: "/w", environment: [{ name: "A", value: "b=c" }], memory: "1G", cpu: "2" },
          ...{ capsRetain: ["A", "B"], capsRemove: ["C"], readOnlyRootFS: true },
          mounts: [{ volume: "v", path: "/t", readOnly: true }],
        },
      ],
    });
  });

  it("keeps the input of a terminal open, and lets that of a pipe end", () => {
    expect(request("img", { tty: true }).apps?.[0]).toMatchObject({ tty: true, stdin: true, stdinOnce: false });
    expect(request("img", { tty: false }).apps?.[0]).toMatchObject({ tty: false, stdin: true, stdinOnce: true });
    expect(() => request("img img2", { tty: true })).toThrow("a pod of one app");
  });

  it("refuses what cannot be", () => {
    expect(() => request("img --net=bridge")).toThrow("--net is default, none or host, not bridge");
    expect(() => request("img --pod-manifest=/nowhere")).toThrow("an image cannot be given beside --pod-manifest");
    expect(() => request("--pod-manifest=/nowhere --port=a:1")).toThrow("--port cannot be given beside");
    expect(() => request("--pod-manifest=/nowhere/at/all")).toThrow("ENOENT");
  });
});
