/** `craton enter` (also `exec`): a command inside a running app, with our terminal when there is one. */
import { CratonError } from "../../lib/contract/errors.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { haveTerminal, joinStdio, terminalSize } from "./terminal.ts";
import { onlyPod } from "./uuid-argument.ts";

const optionTable = { ...common, app: { type: "string" }, "uuid-file": { type: "string" } } as const;
export const options = `  --app=NAME       which app, when the pod has several
  --uuid-file=FILE the pod whose UUID is in FILE
The command and its options follow the UUID; without one it is /bin/sh.`;

export async function run(argv: string[]): Promise<number> {
  const { own, command } = splitCommand(argv);
  const { values, positionals } = readOptions(own, optionTable);
  const id = onlyPod(positionals, values["uuid-file"]);
  const { agent, caller } = connect(values);
  const pod = await agent.pods.get(caller, id);
  const tty = haveTerminal();
  const session = await agent.exec(caller, pod.uuid, chooseApp(pod, values.app), {
    command: command.length > 0 ? command : ["/bin/sh"],
    tty: tty ? terminalSize() : null,
  });
  const code = await joinStdio(session, { tty });
  return code ?? 255;
}

/** Options are ours up to the UUID (the first word that is none); what follows is the command's, with or without `--`. */
export function splitCommand(argv: string[]): { own: string[]; command: string[] } {
  let at = 0;
  let file = false;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--") return { own: argv.slice(0, at), command: argv.slice(at + 1) };
    file ||= /^--uuid-file(=|$)/.test(word);
    if (!word.startsWith("-")) break;
    const name = word.slice(2);
    if (Object.hasOwn(optionTable, name) && optionTable[name as keyof typeof optionTable].type === "string") at++;
  }
  const end = file ? at : at + 1;
  const { own, command } = trailing(argv.slice(end));
  return { own: [...argv.slice(0, end), ...own], command };
}

/** `enter UUID --app=N cmd`: our own long options may also stand between UUID and command. */
function trailing(words: string[]): { own: string[]; command: string[] } {
  const own: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const name = /^--([a-z-]+)/.exec(word)?.[1];
    if (name === undefined || !Object.hasOwn(optionTable, name)) {
      return { own, command: words.slice(word === "--" ? at + 1 : at) };
    }
    own.push(word);
    const takesNext = !word.includes("=") && optionTable[name as keyof typeof optionTable].type === "string";
    const next = words[at + 1];
    if (takesNext && next !== undefined) {
      own.push(next);
      at++;
    }
  }
  return { own, command: [] };
}

export function chooseApp(pod: Pod, wanted: string | undefined): string {
  const names = pod.apps.map(({ name }) => name);
  if (wanted !== undefined) {
    if (!names.includes(wanted)) throw new CratonError("app-not-found", { uuid: pod.uuid, app: wanted });
    return wanted;
  }
  const [only, ...more] = names;
  if (only === undefined || more.length > 0) {
    throw new UsageError(`pod ${pod.uuid} has several apps, name one with --app: ${names.join(", ")}`);
  }
  return only;
}
