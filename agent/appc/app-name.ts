/**
 * The default name of an app: the last part of its image's name made an AC Name (appc A2), so `example.com/Web_Server.v2`
 * gives `web-server-v2`; `app` when nothing is left.
 */
export function defaultAppName(imageName: string): string {
  const last = imageName.slice(imageName.lastIndexOf("/") + 1).toLowerCase();
  const words = last.split(/[^a-z0-9]+/).filter((word) => word !== "");
  return words.join("-").slice(0, 63).replace(/-$/, "") || "app";
}
