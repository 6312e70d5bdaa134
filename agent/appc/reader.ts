/**
 * Small readers of untrusted JSON values. Each takes a value and its JSON path, notes every fault, and answers the value as
 * its type; the answer means something only when no fault was noted. Unknown fields stay, `null` for an optional field is
 * the same as its absence (appc F10: the reference writes null for empty lists). Keys are matched in any case, as the
 * reference does (appc C10): a field that it would obey must not pass here for an unknown one.
 */
import type { PathError } from "../../lib/contract/errors.ts";
import { at } from "./json.ts";

export type Read<T> = (value: unknown, path: string, faults: PathError[]) => T;
/** Rules that look at a whole value. An object's run only when its fields have no fault, a list's always. */
export type Rule<T> = (value: T, path: string, faults: PathError[]) => void;

type Fields<T> = { [K in keyof T]-?: { required: boolean; read: Read<Exclude<T[K], undefined>> } };

export function required<T>(read: Read<T>): { required: true; read: Read<T> } {
  return { required: true, read };
}
export function optional<T>(read: Read<T>): { required: false; read: Read<T> } {
  return { required: false, read };
}

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

export const text: Read<string> = (value, path, faults) => {
  if (typeof value !== "string") faults.push({ path, message: `must be a string, not ${kindOf(value)}` });
  else if (value.includes("\0")) faults.push({ path, message: "must not hold a NUL character" });
  else if (!value.isWellFormed()) faults.push({ path, message: "holds half of a character (a lone surrogate)" });
  return value as string;
};

export const filled: Read<string> = (value, path, faults) => {
  if (value === "") faults.push({ path, message: "must not be empty" });
  return text(value, path, faults);
};

/** Text that `why` finds no fault with; it answers null, or what is wrong. */
export function textThat<T extends string = string>(why: (value: string) => string | null): Read<T> {
  return (value, path, faults) => {
    const before = faults.length;
    const got = text(value, path, faults);
    const message = faults.length === before ? why(got) : null;
    if (message !== null) faults.push({ path, message });
    return got as T;
  };
}

export const flag: Read<boolean> = (value, path, faults) => {
  if (typeof value !== "boolean") faults.push({ path, message: `must be true or false, not ${kindOf(value)}` });
  return value as boolean;
};

export function integer(min: number, max: number): Read<number> {
  return (value, path, faults) => {
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
      const got = typeof value === "number" ? String(value) : kindOf(value);
      faults.push({ path, message: `must be a whole number from ${min} to ${max}, not ${got}` });
    }
    return value as number;
  };
}

export const anything: Read<unknown> = (value) => value;

export function list<T>(read: Read<T>, rule?: Rule<T[]>): Read<T[]> {
  return (value, path, faults) => {
    if (!Array.isArray(value)) {
      faults.push({ path, message: `must be a list, not ${kindOf(value)}` });
      return [];
    }
    const result = value.map((item, i) => read(item, at(path, i), faults));
    rule?.(result, path, faults);
    return result;
  };
}

/** An object whose values are all text (`userAnnotations`). */
export const textMap: Read<Record<string, string>> = (value, path, faults) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    faults.push({ path, message: `must be an object, not ${kindOf(value)}` });
    return {};
  }
  for (const [key, item] of Object.entries(value)) text(item, at(path, key), faults);
  return value as Record<string, string>;
};

export function record<T extends object>(fields: Fields<T>, rule?: Rule<T>): Read<T> {
  const known = Object.entries(fields) as [string, { required: boolean; read: Read<unknown> }][];
  const spelled = new Map(known.map(([key]) => [key.toLowerCase(), key]));
  return (value, path, faults) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      faults.push({ path, message: `must be an object, not ${kindOf(value)}` });
      return {} as T;
    }
    const before = faults.length;
    const result = canonicalKeys(value, spelled, path, faults);
    for (const [key, field] of known) {
      const item = Object.hasOwn(result, key) ? result[key] : undefined;
      if (item === undefined || (item === null && !field.required)) {
        delete result[key];
        if (field.required) faults.push({ path: at(path, key), message: "is required" });
      } else {
        result[key] = field.read(item, at(path, key), faults);
      }
    }
    if (rule && faults.length === before) rule(result as T, path, faults);
    return result as T;
  };
}

/** The object with its known keys in the specification's spelling; two spellings of one key are a fault. */
function canonicalKeys(
  value: object,
  spelled: Map<string, string>,
  path: string,
  faults: PathError[],
): Record<string, unknown> {
  const given = new Map<string, string>();
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const name = spelled.get(key.toLowerCase());
    if (name === undefined) return [key, item];
    const other = given.get(name);
    if (other !== undefined) faults.push({ path: at(path, name), message: `is given as ${other} and as ${key}` });
    given.set(name, key);
    return [name, item];
  });
  return Object.fromEntries(entries);
}

/** A rule: the text at `property` differs between all items of a list. */
export function unique<T extends object>(property: keyof T & string): Rule<T[]> {
  return (items, path, faults) => {
    const first = new Map<string, number>();
    for (const [i, item] of items.entries()) {
      const value: unknown = item?.[property];
      if (typeof value !== "string") continue;
      const earlier = first.get(value);
      if (earlier === undefined) first.set(value, i);
      else
        faults.push({
          path: at(path, i),
          message: `the ${property} ${JSON.stringify(value)} is also that of ${at(path, earlier)}`,
        });
    }
  };
}
