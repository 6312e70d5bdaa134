/** Numbers and names out of a seed: the same arguments give the same answer, in every process. */

/** A well-mixed whole number from 0 to 2^32 - 1. */
export function hash(seed: number, index: number, salt: number): number {
  let mixed = (seed ^ Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Kubernetes' alphabet for generated names: no vowels, so no words. */
const letters = "bcdfghjklmnpqrstvwxz2456789";

/** `length` letters of the alphabet out of a number. */
export function suffix(number: number, length: number): string {
  let text = "";
  for (let rest = number, i = 0; i < length; i += 1, rest = Math.floor(rest / letters.length))
    text += letters[rest % letters.length];
  return text;
}

const hex = (number: number): string => number.toString(16).padStart(8, "0");

/** A UUID of version 4's shape. */
export function uuid(seed: number, index: number, salt: number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => hex(hash(seed, index, salt * 4 + i + 1000))) as [
    string,
    string,
    string,
    string,
  ];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

/** A stream of numbers in [0, 1) for what happens over time. */
export function stream(seed: number): () => number {
  let drawn = 0;
  return () => hash(seed, drawn++, 77) / 2 ** 32;
}
