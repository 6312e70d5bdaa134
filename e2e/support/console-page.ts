/** What browser specs do again and again: sign in, call the console's API as a browser would, run `craton`. */
import { execFileSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";

const root = path.resolve(import.meta.dirname, "../..");

/** The Craton of this run; the global set-up put it into the environment. */
export function target(): { url: string; state: string; user: string; password: string } {
  const { CRATON_URL: url, CRATON_STATE: state, CRATON_USER: user, CRATON_PASSWORD: password } = process.env;
  if (!url || !state || !user || !password) throw new Error("the global set-up did not run");
  return { url, state, user, password };
}

export async function signIn(page: Page, as: { user: string; password: string } = target()): Promise<void> {
  await page.goto(`${target().url}/sign-in`);
  await page.getByLabel("User").fill(as.user);
  await page.getByLabel("Password").fill(as.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/c\//);
}

/** Signs in over HTTP and changes the one-time password. Answers the final password. */
export async function firstPassword(url: string, user: string, oneTime: string, wanted: string): Promise<string> {
  const headers = { "content-type": "application/json", origin: url, "sec-fetch-site": "same-origin" };
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers,
    body: JSON.stringify({ user, password: oneTime }),
  });
  if (!answer.ok) throw new Error(`sign-in of ${user} answers ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  const { csrf } = (await answer.json()) as { csrf: string };
  const changed = await fetch(`${url}/api/session/password`, {
    method: "POST",
    headers: { ...headers, cookie, "x-csrf-token": csrf },
    body: JSON.stringify({ current: oneTime, next: wanted }),
  });
  if (!changed.ok)
    throw new Error(`the password of ${user} is refused with ${changed.status}: ${await changed.text()}`);
  return wanted;
}

/** `craton …` on this Craton's state; answers stdout. */
export function craton(...args: string[]): string {
  return execFileSync(path.join(root, "bin/craton"), args, {
    encoding: "utf8",
    env: { ...process.env, CRATON_STATE: target().state },
  });
}

/** Makes a user with a password of its own. */
export async function makeUser(user: string, role: string): Promise<{ user: string; password: string }> {
  const said = craton("user", "add", user, `--role=${role}`, "--format=json");
  const { password } = JSON.parse(said) as { password: string };
  return { user, password: await firstPassword(target().url, user, password, `${user} has a good long password`) };
}

/** A pod of the tour image that sleeps, or does `command`; answers its UUID. Remove it at the end with `removePod`. */
export function runPod(options: string[] = [], command = ["1000"], exec = "/bin/sleep"): string {
  return craton("run", "--detach", `--exec=${exec}`, ...options, "craton.local/tour", "--", ...command).trim();
}

/** Makes a pod through the console's API, as the signed-in page would; answers its UUID. */
export async function createPod(page: Page, request: object): Promise<string> {
  const { url } = target();
  const session = (await (await page.request.get(`${url}/api/session`)).json()) as { csrf: string };
  const headers = { "x-csrf-token": session.csrf, origin: url, "sec-fetch-site": "same-origin" };
  const where = `${url}/api/c/fleet/nodes/${os.hostname().toLowerCase()}/pods`;
  const answer = await page.request.post(where, { headers, data: request });
  if (!answer.ok()) throw new Error(`the pod is refused with ${answer.status()}: ${await answer.text()}`);
  return ((await answer.json()) as { uuid: string }).uuid;
}

export function removePod(uuid: string): void {
  craton("stop", "--force", uuid);
  craton("rm", uuid);
}

/** The page's word that its list is live. */
export const isLive = (page: Page) =>
  page
    .getByRole("status")
    .filter({ hasText: /^live$/ })
    .first();
