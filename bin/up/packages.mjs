/** Debian packages that a start (or the tests) need: which, why, and how to tell that one is there. */
import fs from "node:fs";
import path from "node:path";
import { command } from "./command.mjs";

/** `probe`: a program on PATH, or an absolute path of a file. */
export const runPackages = [
  { name: "crun", probe: "crun", why: "creates the containers of apps" },
  { name: "conmon", probe: "conmon", why: "keeps each app's log, terminal and exit code" },
  { name: "catatonit", probe: "catatonit", why: "holds a pod's namespaces" },
  { name: "containernetworking-plugins", probe: "/usr/lib/cni/bridge", why: "connects pods to the network" },
  { name: "iproute2", probe: "ip", why: "shows and removes network interfaces" },
  { name: "iptables", probe: "iptables", why: "forwards host ports (used by the network plugins)" },
  { name: "nftables", probe: "nft", why: "masquerades the pods' addresses" },
  { name: "util-linux", probe: "nsenter", why: "starts the agent in its mount namespace" },
  { name: "openssl", probe: "openssl", why: "makes the certificates of agent and console" },
  { name: "gcc", probe: "gcc", why: "builds the keeper" },
  { name: "libc6-dev", probe: "/usr/include/stdio.h", why: "builds the keeper" },
  { name: "busybox-static", probe: "busybox", why: "is what the tour image is made of" },
  { name: "ca-certificates", probe: "/etc/ssl/certs/ca-certificates.crt", why: "verifies registries" },
];

export const testPackages = [
  { name: "runc", probe: "runc", why: "is the second runtime that the tests run" },
  { name: "chromium", probe: "chromium", why: "is the browser of the tests" },
  {
    name: "fonts-liberation",
    probe: "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    why: "gives the browser a font",
  },
  { name: "skopeo", probe: "skopeo", why: "pushes images as an independent client" },
  { name: "docker-registry", probe: "docker-registry", why: "is the registry of the tests" },
  { name: "gnupg", probe: "gpg", why: "makes keys, signatures and encrypted images for the tests" },
  { name: "xz-utils", probe: "xz", why: "packs archives as an independent writer" },
  { name: "bzip2", probe: "bzip2", why: "packs archives as an independent writer" },
];

const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

export function missing(packages) {
  return packages.filter(
    ({ probe }) =>
      !(probe.startsWith("/") ? [probe] : folders.map((folder) => path.join(folder, probe))).some((file) =>
        fs.existsSync(file),
      ),
  );
}

/** Installs what is missing, telling which and why. Services of packages are not started (RUNLEVEL=1). */
export async function installPackages(packages, { progress, install, root }) {
  const wanted = missing(packages);
  if (wanted.length === 0) return;
  const names = wanted.map(({ name }) => name);
  if (!install)
    throw new Error(
      `missing Debian packages: ${names.join(" ")} (--no-install was given; install them with apt-get install ${names.join(" ")})`,
    );
  if (!root)
    throw new Error(
      `missing Debian packages: ${names.join(" ")} (only root can install them: apt-get install ${names.join(" ")})`,
    );
  if (!fs.existsSync("/usr/bin/apt-get"))
    throw new Error(`this system lacks ${names.join(", ")} and has no apt-get to install them`);
  for (const { name, why } of wanted) progress.line(`  installs ${name}: ${why}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  await progress.step("Debian packages", async (note) => {
    await command("apt-get", ["update", "-q"], { env, onLine: note });
    await command("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...names], { env, onLine: note });
  });
  const still = missing(packages);
  if (still.length > 0)
    throw new Error(
      `apt-get installed ${still.map(({ name }) => name).join(", ")} but ${still[0].probe} is still missing`,
    );
}
