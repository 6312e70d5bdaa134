/** `craton user` and `craton audit` against a running console. */

import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { HttpUser } from "../support/http-user.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let server: ConsoleServer;
let craton: Craton;

beforeAll(async () => {
  const command = await cratonCommand();
  server = await startConsole({ agents: 0 });
  craton = cratonOn(command, server.state);
  await craton("user", "add", "admin", "--role=admin");
});
afterAll(() => server?.stop());

describe("craton user", () => {
  it("adds, lists, changes, resets and removes users", async () => {
    const added = await craton("user", "add", "ada", "--role=editor");
    const [, password = ""] = /^ada {2}(\S{12,})\n$/.exec(added.stdout) ?? [];
    expect(password).not.toBe("");
    await new HttpUser(server.url).signIn("ada", password);
    const [head, row] = (await craton("user", "list")).stdout.trimEnd().split("\n");
    expect(head?.split(/\t+/)).toEqual(["USER", "ROLE", "GROUPS", "PASSWORD", "CREATED"]);
    expect(row?.split(/\t+/).slice(0, 4)).toEqual(["ada", "editor", "editor", "one-time"]);
    expect(await craton("user", "role", "ada", "viewer")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(JSON.parse((await craton("user", "list", "--format=json")).stdout)).toMatchObject([
      { user: "ada", role: "viewer", groups: ["viewer"], ownGroups: false },
      { user: "admin" },
    ]);
    const groups = async (...words: string[]) => {
      expect(await craton("user", "groups", "ada", ...words)).toEqual({ status: 0, stdout: "", stderr: "" });
      return JSON.parse((await craton("user", "list", "--format=json")).stdout)[0].groups;
    };
    expect(await groups("auditor,viewer")).toEqual(["viewer", "auditor"]);
    expect(await groups("none")).toEqual([]);
    expect(await groups("role")).toEqual(["viewer"]);
    const reset = await craton("user", "reset", "ada");
    expect(reset.stdout).toMatch(/^ada {2}\S{12,}\n$/);
    expect(reset.stdout).not.toContain(password);
    expect((await craton("user", "remove", "ada")).status).toBe(0);
    expect((await craton("user", "list", "--no-legend")).stdout).toMatch(/^admin\t+admin\t.*\n$/);
    expect((await craton("user", "remove", "admin")).stderr).toContain("only administrator");
  });

  it("says what is wrong", async () => {
    const cases: [string[], string][] = [
      [["add", "BAD NAME"], "is not a valid user name"],
      [["add", "x", "--role=king"], "king is no role: there are admin, editor, viewer, auditor"],
      [["reset", "nobody"], "there is no user nobody"],
      [["role", "nobody", "viewer"], "there is no user nobody"],
      [["remove", "nobody"], "there is no user nobody"],
      [["groups", "nobody", "none"], "there is no user nobody"],
      [["groups", "admin", "king"], "king is no role"],
      [["frob"], "give list, add, reset, role, groups or remove"],
    ];
    for (const [words, why] of cases) {
      const { status, stdout, stderr } = await craton("user", ...words);
      expect([status, stdout], words.join(" ")).toEqual([254, ""]);
      expect(stderr).toContain(why);
    }
  });
});

describe("craton audit verify", () => {
  it("proves a whole log, and finds an entry that was changed", async () => {
    await craton("user", "add", "eve");
    const whole = await craton("audit", "verify");
    expect(whole).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^the audit log is whole: \d+ entries\n$/),
    });
    const db = new DatabaseSync(path.join(server.state, "console/console.db"));
    db.exec("update audit set object = 'mallory' where seq = 2");
    db.close();
    const broken = await craton("audit", "verify");
    expect(broken).toMatchObject({ status: 1, stdout: "the audit log is NOT whole: entry 2 was changed\n" });
    expect(JSON.parse((await craton("audit", "verify", "--format=json")).stdout)).toMatchObject({ ok: false });
    expect((await craton("audit")).stderr).toBe("craton: give verify after craton audit\n");
  });
});
