/** Names of registries as people write them: `docker.io`, `127.0.0.1:5000`, `[::1]:5000`. Without zod, for the command line's start. */
const hostForm =
  /^(?:\[[0-9a-f:]+\]|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::[0-9]{1,5})?$/;

/** A host name or address with or without a port, lower case. */
export function isHost(text: string): boolean {
  if (text.length > 260 || !hostForm.test(text)) return false;
  const port = /:([0-9]+)$/.exec(text.replace(/^\[.*\]/, ""))?.[1];
  return port === undefined ? true : Number(port) > 0 && Number(port) < 65536;
}
