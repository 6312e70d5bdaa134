/**
 * Playwright's global set-up: one Craton with its embedded Kubernetes for all specs; its facts reach the specs through the
 * environment, the cluster through e2e/support/embedded-cluster.ts.
 */
import { startCraton } from "./console.ts";
import { firstPassword } from "./console-page.ts";
import { clusterReady } from "./embedded-cluster.ts";

export default async function setUp(): Promise<() => Promise<void>> {
  const craton = await startCraton({ cluster: true });
  process.env.CRATON_URL = craton.url;
  process.env.CRATON_STATE = craton.state;
  process.env.CRATON_USER = craton.user;
  // The cluster starts meanwhile.
  const password = firstPassword(craton.url, craton.user, craton.password, "correct horse battery staple");
  try {
    [process.env.CRATON_PASSWORD] = await Promise.all([password, clusterReady(craton.state)]);
  } catch (error) {
    await craton.stop();
    throw error;
  }
  return () => craton.stop();
}
