/**
 * host-local's reservations: files named by address, whose first line is the container id (`<uuid>\r\neth0`). DEL removes
 * them; this does so when DEL could not, as after a reboot.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const isAddress = /^\d+\.\d+\.\d+\.\d+$/;

export function reservations(folder: string): { address: string; uuid: string }[] {
  try {
    return readdirSync(folder)
      .filter((name) => isAddress.test(name))
      .map((address) => ({ address, uuid: firstLine(join(folder, address)) }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

export function freeAddresses(folder: string, uuid: string): void {
  for (const held of reservations(folder)) if (held.uuid === uuid) rmSync(join(folder, held.address), { force: true });
}

/** A file that went away between listing and reading belongs to nobody. */
function firstLine(path: string): string {
  try {
    return readFileSync(path, "utf8").split(/\r?\n/)[0]?.trim() ?? "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
