import { expect, it } from "vitest";
import type { ExecSpec } from "../host.ts";
import { type App, type Bench, collect, ended, listen } from "./bench.ts";

export function execContract(get: () => Bench): void {
  const idle = async () => get().app(await get().pod(), get().commands.idle);
  const exec = (app: App, args: string[], change: Partial<ExecSpec> = {}) =>
    get().host.exec({ app: app.spec, args, env: app.spec.env, cwd: "/", tty: null, ...change });
  const shell = (app: App, script: string) => exec(app, ["/bin/sh", "-c", script]);

  it("passes output, errors and the exit code on", async () => {
    const app = await idle();
    expect(await collect(await shell(app, "echo one $A; echo two >&2; exit 9"))).toEqual({
      out: "one b\n",
      err: "two\n",
      code: 9,
    });
    expect(await collect(await shell(app, "true"))).toEqual({ out: "", err: "", code: 0 });
    expect((await collect(await shell(app, "exit 255"))).code).toBe(255);
  });

  it("feeds stdin until it is closed", async () => {
    const session = await exec(await idle(), ["/bin/cat"]);
    const heard = listen(session);
    session.write(Buffer.from("first "));
    await heard.until("first ");
    session.write(Buffer.from("second"));
    session.closeStdin();
    expect(await session.exit).toEqual({ code: 0 });
    expect(heard.said()).toBe("first second");
  });

  it("holds what was said before anybody listened", async () => {
    const app = await idle();
    const session = await shell(app, "echo early");
    await session.exit;
    expect((await collect(session)).out).toBe("early\n");
  });

  it("gives a terminal of the asked size, and resizes it", async () => {
    const app = await idle();
    const session = await exec(app, ["/bin/sh"], { tty: { columns: 101, rows: 33 } });
    const heard = listen(session);
    let asked = 0;
    // A size arrives by another way than the keys do: the shell is asked until it knows.
    const until = async (size: string) => {
      while (!heard.said().includes(`${size}\r\n`)) {
        asked += 1;
        session.write(Buffer.from(`stty size; echo $A-${asked}\n`));
        await heard.until(`b-${asked}\r\n`);
      }
    };
    await until("33 101");
    session.resize(111, 44);
    await until("44 111");
    session.write(Buffer.from("exit 5\n"));
    expect(await session.exit).toEqual({ code: 5 });
  });

  it("gives all that a terminal showed, however short its process lived", async () => {
    const app = await idle();
    const tty = { columns: 80, rows: 24 };
    for (let i = 0; i < 80; i++) {
      const { out, code } = await collect(await exec(app, ["/bin/sh", "-c", `echo first; echo last ${i}`], { tty }));
      expect(out.split(/[\r\n]+/)).toEqual(["first", `last ${i}`, ""]);
      expect(code).toBe(0);
    }
  });

  it("says that a program is not there", async () => {
    const app = await idle();
    const failure = { code: "exec-failed", facts: { app: "app", command: "/bin/nope" } };
    const trying = exec(app, ["/bin/nope"]).then((session) => session.exit);
    await expect(trying).rejects.toMatchObject(failure);
  });

  it("refuses an app that has ended", async () => {
    const { host, commands } = get();
    const app = await get().app(await get().pod(), commands.exit(0));
    await ended(host, app.shim);
    const trying = exec(app, ["/bin/true"]).then((session) => session.exit);
    await expect(trying).rejects.toMatchObject({ code: "exec-failed" });
  });

  it("ends with its client, while the app lives on", async () => {
    const app = await idle();
    const session = await exec(app, ["/bin/cat"]);
    session.close();
    await session.exit;
    expect(await get().host.alive(app.init)).toBe(true);
  });

  it("ends with the app", async () => {
    const app = await idle();
    const session = await exec(app, ["/bin/cat"]);
    const heard = listen(session);
    session.write(Buffer.from("there"));
    await heard.until("there");
    await get().host.removeApp(app.spec);
    expect((await session.exit).code).not.toBe(0);
  });
}
