/** The command line in a real terminal: raw keys, its size, and what hostile text may do to it. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { addBox, makeBox } from "./support/box-image.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let agent: TestAgent;
let craton: Craton;
let uuid: string;

beforeAll(async () => {
  const command = await cratonCommand();
  agent = await startAgent();
  craton = cratonOn(command, agent.state);
  await addBox(agent.client, agent.as.admin);
  const run = await craton("run", "--detach", "--exec=/bin/sleep", "example.com/box", "--", "100000");
  uuid = run.stdout.trim();
});
afterAll(() => agent?.stop());

describe("craton enter in a terminal", () => {
  it("gives the command a terminal of this size, follows a resize, and passes keys and status", async () => {
    const shell = craton.terminal(
      101,
      33,
      "enter",
      uuid,
      "/bin/sh",
      "-c",
      "trap 'stty size; echo resized' WINCH; stty size; echo ready; while :; do read -r word && break; done; echo got $word; read -r word; exit 9",
    );
    await shell.says("ready");
    await shell.says("33 101");
    const tty = terminalOf(shell.child.pid ?? 0);
    execFileSync("stty", ["-F", tty, "rows", "50", "cols", "120"]);
    await shell.says("50 120");
    shell.child.stdin?.write("word\r");
    await shell.says("got word");
    shell.child.stdin?.write("\r");
    expect((await shell.result).status).toBe(9);
  });

  it("passes Ctrl-C to the command and lives on", async () => {
    const shell = craton.terminal(
      80,
      24,
      "enter",
      uuid,
      "/bin/sh",
      "-c",
      "trap 'echo interrupted' INT; echo ready; while :; do read -r word && break; done; exit 5",
    );
    await shell.says("ready");
    shell.child.stdin?.write("\u0003");
    await shell.says("interrupted");
    shell.child.stdin?.write("\r");
    expect((await shell.result).status).toBe(5);
  });

  it("gives the terminal back as it was, also when the command fails", async () => {
    for (const words of [
      `enter ${uuid} /bin/true`,
      `enter ${uuid} /bin/nope`,
      `enter ${uuid} /bin/sh -c 'kill -9 $$'`,
    ]) {
      const line = `a=$(stty -g); "$CRATON" ${words}; echo "status $?"; b=$(stty -g); [ "$a" = "$b" ] && echo same`;
      const { stdout } = await craton.shell(line).result;
      expect(stdout, words).toMatch(/status (0|254|137)\r\nsame/);
    }
  });
});

describe("craton run --interactive in a terminal", () => {
  it("shows the app's first words, takes keys, and exits with its status", async () => {
    const shell = craton.terminal(
      90,
      20,
      "run",
      "--interactive",
      "--exec=/bin/sh",
      "example.com/box",
      "--",
      "-c",
      "echo first; read -r word; echo got $word; exit 6",
    );
    await shell.says("first");
    shell.child.stdin?.write("word\r");
    const { status, stdout } = await shell.result;
    expect(stdout).toContain("got word");
    expect(stdout.split("first")).toHaveLength(2);
    expect(status).toBe(6);
  });
});

describe("hostile text on a terminal", () => {
  it("loses its escapes in a foreground run, but keeps them in a pipe", async () => {
    const words = [
      "run",
      "--exec=/bin/printf",
      "example.com/box",
      "--",
      "a\\033[2J\\033]0;title\\007b\\033[31mc\\033[0m\\n",
    ];
    expect((await craton.terminal(80, 24, ...words).result).stdout.replaceAll("\r", "")).toBe(
      "ab\u001b[31mc\u001b[0m\n",
    );
    expect((await craton(...words)).stdout).toBe("a\u001b[2J\u001b]0;title\u0007b\u001b[31mc\u001b[0m\n");
  });

  it("draws a fetch's progress on a terminal, and plain lines in a pipe", async () => {
    const box = makeBox({ workingDirectory: "/tmp" });
    try {
      const plain = await craton("fetch", "--insecure-options=image", box.file);
      expect(plain.stderr).not.toMatch(/[\r\u001b]/);
      expect(plain.stdout).toMatch(/^sha512-[0-9a-f]{128}\n$/);
      const drawn = await craton.terminal(80, 24, "fetch", "--insecure-options=image", box.file).result;
      expect(drawn.status).toBe(0);
      expect(drawn.stdout).toContain(plain.stdout.trim());
    } finally {
      rmSync(box.folder, { recursive: true, force: true });
    }
  });
});

/** The terminal of script(1)'s child. */
function terminalOf(pid: number): string {
  const tty = execFileSync("ps", ["-o", "tty=", "--ppid", String(pid)], { encoding: "utf8" })
    .trim()
    .split("\n")[0];
  return `/dev/${tty}`;
}
