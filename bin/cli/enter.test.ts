import { describe, expect, it } from "vitest";
import { splitCommand } from "./enter.ts";

const split = (line: string) => {
  const { own, command } = splitCommand(line === "" ? [] : line.split(" "));
  return `${own.join(" ")} | ${command.join(" ")}`;
};

describe("craton enter's command", () => {
  it("begins after the UUID and after our own options, with or without --", () => {
    expect(split("abc ls -l")).toBe("abc | ls -l");
    expect(split("abc -- ls -l")).toBe("abc | ls -l");
    expect(split("--app=x abc ls --app=y")).toBe("--app=x abc | ls --app=y");
    expect(split("--app x --state /s abc ls")).toBe("--app x --state /s abc | ls");
    expect(split("abc --app=x /bin/sh -c true")).toBe("abc --app=x | /bin/sh -c true");
    expect(split("abc --state /s")).toBe("abc --state /s | ");
    expect(split("abc --help")).toBe("abc --help | ");
    expect(split("abc ls --help")).toBe("abc | ls --help");
    expect(split("")).toBe(" | ");
  });

  it("has no UUID among the words when a file names the pod", () => {
    expect(split("--uuid-file=f ls -l")).toBe("--uuid-file=f | ls -l");
    expect(split("--uuid-file f --app=x ls")).toBe("--uuid-file f --app=x | ls");
  });
});
