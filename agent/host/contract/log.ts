import { renameSync } from "node:fs";
import { expect, it } from "vitest";
import { type Bench, ended, listen, logLines } from "./bench.ts";

export function logContract(get: () => Bench): void {
  const talker = async () => get().app(await get().pod(), get().commands.talk, { stdin: true });

  it("lets a client write to an app and hear it, and writes the same to the log", async () => {
    const { host } = get();
    const app = await talker();
    const session = await host.attach(app.spec);
    const heard = listen(session);
    session.write(Buffer.from("hello\n"));
    await heard.until("you said: hello\n");
    session.close();
    expect(await session.exit).toEqual({ code: null });
    expect(await host.alive(app.init)).toBe(true);
    expect(logLines(app.spec.log)).toContain("stdout you said: hello");
  });

  it("serves several clients at once, and again after they left", async () => {
    const { host } = get();
    const app = await talker();
    const first = await host.attach(app.spec);
    const second = await host.attach(app.spec);
    const [one, two] = [listen(first), listen(second)];
    first.write(Buffer.from("both\n"));
    await Promise.all([one.until("you said: both\n"), two.until("you said: both\n")]);
    first.close();
    second.close();
    const third = await host.attach(app.spec);
    const three = listen(third);
    third.write(Buffer.from("again\n"));
    await three.until("you said: again\n");
    await host.signalApp(app.spec.id, "SIGKILL");
    expect(await third.exit).toEqual({ code: null });
  });

  it("loses no line when the log is renamed and opened anew", async () => {
    const { host } = get();
    const app = await talker();
    const session = await host.attach(app.spec);
    const heard = listen(session);
    for (let round = 0; round < 3; round += 1) {
      session.write(Buffer.from(`before ${round}\n`));
      await heard.until(`you said: before ${round}\n`);
      renameSync(app.spec.log, `${app.spec.log}.${round}`);
      session.write(Buffer.from(`between ${round}\n`));
      await heard.until(`you said: between ${round}\n`);
      await host.reopenLog(app.spec);
    }
    session.write(Buffer.from("after\n"));
    await heard.until("you said: after\n");
    const all = [...[0, 1, 2].map((n) => `${app.spec.log}.${n}`), app.spec.log].flatMap(logLines);
    const said = all.filter((line) => line.includes("you said")).map((line) => line.replace("stdout you said: ", ""));
    expect(said).toEqual([...[0, 1, 2].flatMap((n) => [`before ${n}`, `between ${n}`]), "after"]);
    session.close();
  });

  it("opens no log anew for an app that has ended, and does not mind", async () => {
    const { host, commands } = get();
    const app = await get().app(await get().pod(), commands.exit(0));
    await ended(host, app.shim);
    await host.reopenLog(app.spec);
  });
}
