import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amount, insecureOptions, mountOption, portOption, variableOption, volumeOption } from "./run-values.ts";

describe("values of craton run's options", () => {
  it("--volume", () => {
    expect(volumeOption("v,kind=host,source=/a=b,readOnly=true,recursive=false")).toEqual({
      ...{ name: "v", kind: "host", source: "/a=b", readOnly: true, recursive: false },
    });
    expect(volumeOption("v,kind=empty,mode=0700,uid=1,gid=2")).toEqual({
      name: "v",
      kind: "empty",
      mode: "0700",
      uid: 1,
      gid: 2,
    });
    const wrong: [string, string][] = [
      ["v", "needs kind=host or kind=empty"],
      ["v,kind=nfs", "needs kind=host or kind=empty"],
      ["v,kind=host", "needs source="],
      ["v,kind=host,source=rel", "an absolute path"],
      ["v,kind=empty,source=/x", "source is not for"],
      ["v,kind=host,source=/x,mode=0755", "mode is not for a volume of kind host"],
      ["v,kind=empty,recursive=true", "recursive is not for a volume of kind empty"],
      ["v,kind=host,source=/x,readonly=true", "readonly=true is none of"],
      ["v,kind=host,source=/x,readOnly=1", "readOnly is true or false, not 1"],
      ["v,kind=empty,uid=-1", "-1 is no whole number"],
      ["v,kind=empty,", "an empty part"],
    ];
    for (const [text, why] of wrong) expect(() => volumeOption(text), text).toThrow(why);
  });

  it("--mount", () => {
    expect(mountOption("volume=v,target=/t")).toEqual({ volume: "v", path: "/t" });
    expect(mountOption("target=/t,volume=v,readOnly=false")).toEqual({ volume: "v", path: "/t", readOnly: false });
    for (const text of ["v:/t", "volume=v", "target=/t", "", "volume=,target=/t"])
      expect(() => mountOption(text), text).toThrow("--mount");
  });

  it("--port by name, by number, with an address", () => {
    expect(portOption("http:8080")).toEqual({ name: "http", hostPort: 8080 });
    expect(portOption("http:127.0.0.1:8080")).toEqual({ name: "http", hostPort: 8080, hostIP: "127.0.0.1" });
    expect(portOption("80/tcp:8080")).toEqual({ name: "80-tcp", protocol: "tcp", podPort: 80, hostPort: 8080 });
    expect(portOption("53/udp:0.0.0.0:53")).toEqual({
      name: "53-udp",
      protocol: "udp",
      podPort: 53,
      hostPort: 53,
      hostIP: "0.0.0.0",
    });
    expect(portOption("80:8080")).toEqual({ name: "80-tcp", protocol: "tcp", podPort: 80, hostPort: 8080 });
    for (const text of ["http", "http:", ":80", "http:x", "http:99999", "70000/tcp:80", ""])
      expect(() => portOption(text), text).toThrow("--port");
  });

  it("--environment keeps everything after the first =", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z_]{1,9}$/), fc.string(), (name, value) => {
        expect(variableOption(`${name}=${value}`)).toEqual({ name, value });
      }),
    );
    for (const text of ["A", "=b", ""]) expect(() => variableOption(text)).toThrow("--environment");
  });

  it("--memory and --cpu name themselves and the value", () => {
    for (const value of ["256Mi", "1G", "1e9", "1.5Gi"]) expect(amount("memory", value)).toBe(value);
    for (const value of ["lots", "", "0", "-1Mi", "12 Mi", "1MB"])
      expect(() => amount("memory", value)).toThrow(/^--memory: .* is no amount such as 256Mi or 1G$/);
    expect(() => amount("cpu", "two")).toThrow("--cpu: two is no amount such as 500m or 1.5");
  });

  it("--insecure-options", () => {
    expect(insecureOptions(["image"])).toEqual(["image"]);
    expect(insecureOptions(["none,image"])).toEqual(["none", "image"]);
    expect(insecureOptions(["all-fetch"])).toEqual(["all-fetch"]);
    expect(() => insecureOptions(["paths"])).toThrow(
      "--insecure-options is none, image, tls, http, pubkey, all-fetch, all, not paths",
    );
  });
});
