/** What browser specs do again and again: sign in, call the console's API as a browser would, run `craton`. */
import { execFileSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import type { APIResponse, BrowserContext, Page } from "@playwright/test";

const root = path.resolve(import.meta.dirname, "../..");

/** The Craton of this run; the global set-up put it into the environment. */
export function target(): { url: string; state: string; user: string; password: string } {
  const { CRATON_URL: url, CRATON_STATE: state, CRATON_USER: user, CRATON_PASSWORD: password } = process.env;
  if (!url || !state || !user || !password) throw new Error("the global set-up did not run");
  return { url, state, user, password };
}

type Account = { user: string; password: string };

/** As a person does it; the page is then the one that the console leads to. */
export async function signInByForm(page: Page, as: Account = target()): Promise<void> {
  await page.goto(`${target().url}/sign-in`);
  await page.getByLabel("User").fill(as.user);
  await page.getByLabel("Password").fill(as.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/c\//);
}

type Cookies = Parameters<BrowserContext["addCookies"]>[0];
/** Sessions of this worker by user: the next page of the same user takes the cookie along, as the next tab of a browser does. */
const sessions = new Map<string, Cookies>();

/** Gives the page's browser a session; the page stays where it is. */
export async function signIn(page: Page, as: Account = target()): Promise<void> {
  const { url } = target();
  const context = page.context();
  const known = sessions.get(as.user);
  if (known !== undefined) {
    await context.addCookies(known);
    if ((await page.request.get(`${url}/api/session`)).ok()) return;
  }
  const headers = { origin: url, "sec-fetch-site": "same-origin" };
  const data = { user: as.user, password: as.password };
  const answer = await page.request.post(`${url}/api/session`, { headers, data });
  if (!answer.ok()) throw new Error(`sign-in of ${as.user} answers ${answer.status()}: ${await answer.text()}`);
  sessions.set(as.user, await context.cookies(url));
}

/** Goes to a page of the console as a link does, without loading the console anew. */
export async function follow(page: Page, url: string): Promise<void> {
  await page.evaluate(
    (to) => {
      const { next } = window as unknown as { next: { router: { push(to: string): void } } };
      next.router.push(to);
    },
    url.replace(target().url, ""),
  );
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

/** Calls the console's API as the signed-in page would: `/api/…`; any status is an answer. */
export async function callApi(page: Page, method: string, path: string, data?: object): Promise<APIResponse> {
  const { url } = target();
  const session = (await (await page.request.get(`${url}/api/session`)).json()) as { csrf: string };
  const headers = { "x-csrf-token": session.csrf, origin: url, "sec-fetch-site": "same-origin" };
  return page.request.fetch(url + path, { method, headers, ...(data === undefined ? {} : { data }) });
}

/** Makes a pod through the console's API; answers its UUID. */
export async function createPod(page: Page, request: object): Promise<string> {
  const answer = await callApi(page, "POST", `/api/c/fleet/nodes/${os.hostname().toLowerCase()}/pods`, request);
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
