/** The words of `craton run` in order: pod options anywhere, then each image with its app's options and arguments. */
import { UsageError } from "./failure.ts";
import { type OptionTable, readTokens, type Values } from "./options.ts";
import { appOptions, podOptions } from "./run-options.ts";

export type ImageArguments = { image: string; options: Values<typeof appOptions>; args: string[] };
export type RunArguments = { pod: Values<typeof podOptions>; images: ImageArguments[] };

type Bag = Record<string, string | boolean | string[]>;

/** `IMAGE1 -- args --- IMAGE2 …`; options before the first image are that image's. */
export function runArguments(argv: readonly string[]): RunArguments {
  const table: OptionTable = { ...podOptions, ...appOptions };
  const pod: Bag = {};
  const images: { image: string; options: Bag; args: string[] }[] = [];
  let early: Bag = {};
  for (const part of parts(argv)) {
    const { tokens, rest } = readTokens(part, table);
    const before = images.length;
    for (const token of tokens) {
      if (token.kind === "positional") {
        images.push({ image: token.value, options: early, args: [] });
        early = {};
      } else {
        const bag = Object.hasOwn(podOptions, token.name) ? pod : (images.at(-1)?.options ?? early);
        add(bag, token.name, token.value, table[token.name]?.multiple === true);
      }
    }
    const last = images.at(-1);
    if (rest.length === 0) continue;
    if (!last || images.length === before) throw new UsageError(`the arguments ${rest.join(" ")} follow no image`);
    last.args = rest;
  }
  const [lost] = Object.keys(early);
  if (lost !== undefined && images.length === 0 && pod["pod-manifest"] === undefined)
    throw new UsageError("give an image to run");
  if (lost !== undefined) throw new UsageError(`--${lost} is an option of an app, and there is no image for it`);
  return { pod: pod as RunArguments["pod"], images: images as ImageArguments[] };
}

function parts(argv: readonly string[]): string[][] {
  const found: string[][] = [[]];
  for (const word of argv) {
    if (word === "---") found.push([]);
    else found.at(-1)?.push(word);
  }
  return found;
}

function add(bag: Bag, name: string, value: string | true, multiple: boolean): void {
  const before = bag[name];
  bag[name] = multiple ? [...(Array.isArray(before) ? before : []), String(value)] : value;
}
