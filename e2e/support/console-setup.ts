/** Playwright's global set-up: one Craton for all specs; its facts reach the specs through the environment. */
import { startCraton } from "./console.ts";
import { firstPassword } from "./console-page.ts";

export default async function setUp(): Promise<() => Promise<void>> {
  const craton = await startCraton();
  process.env.CRATON_URL = craton.url;
  process.env.CRATON_STATE = craton.state;
  process.env.CRATON_USER = craton.user;
  process.env.CRATON_PASSWORD = await firstPassword(
    craton.url,
    craton.user,
    craton.password,
    "correct horse battery staple",
  );
  return () => craton.stop();
}
