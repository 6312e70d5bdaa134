/** A client for one fetch, over the node's settings and credentials as they are now. */
import { skips } from "../../../lib/contract/insecure-options.ts";
import { FetchClient } from "./client.ts";
import { HostAuth } from "./host-auth.ts";
import { type ConfigFolders, readFetchSettings } from "./settings.ts";

/** Closes the client in the end. Throws `bad-json`, `bad-body` and `disk-failed` for settings that cannot be read. */
export async function withFetchClient<T>(
  folders: ConfigFolders,
  insecureOptions: readonly string[] | undefined,
  work: (client: FetchClient) => Promise<T>,
): Promise<T> {
  const [settings, auth] = await Promise.all([readFetchSettings(folders), HostAuth.read(folders)]);
  const insecure = { tls: skips(insecureOptions, "tls"), http: skips(insecureOptions, "http") };
  const client = new FetchClient({ settings, auth, insecure });
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
