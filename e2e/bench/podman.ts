/** Podman as a peer: storage, network and configuration in a folder of its own, removed again. */
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export type Podman = { run: (log: string, network: "none" | "bridge") => Promise<void>; remove: () => void };

/** null when podman is not installed. `folder` is empty; `subnet` is for its bridge. */
export function startPodman(folder: string, subnet: string): Podman | null {
  if (!fs.existsSync("/usr/bin/podman")) return null;
  const configuration = path.join(folder, "containers.conf");
  const networks = path.join(folder, "net.d");
  fs.mkdirSync(networks);
  // Limits that need no CAP_SYS_RESOURCE; no systemd, no journal.
  fs.writeFileSync(
    configuration,
    `[containers]\ndefault_ulimits=["nofile=1024:4096","nproc=1024:4096"]\n[engine]\ncgroup_manager="cgroupfs"\nevents_logger="file"\n` +
      `[network]\nnetwork_backend="cni"\nnetwork_config_dir="${networks}"\n`,
  );
  const common = [
    "--root",
    `${folder}/root`,
    "--runroot",
    `${folder}/run`,
    "--tmpdir",
    `${folder}/tmp`,
    "--runtime",
    "runc",
  ];
  const env = { ...process.env, CONTAINERS_CONF: configuration };
  const call = (...args: string[]) =>
    execFileSync("podman", [...common, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  fs.mkdirSync(path.join(folder, "tree/bin"), { recursive: true });
  fs.copyFileSync("/bin/busybox", path.join(folder, "tree/bin/busybox"));
  fs.chmodSync(path.join(folder, "tree/bin/busybox"), 0o755);
  execFileSync("tar", ["-C", path.join(folder, "tree"), "-cf", path.join(folder, "tree.tar"), "."]);
  call("import", path.join(folder, "tree.tar"), "localhost/craton-bench:1");
  const network = `ctpeer${process.pid}`;
  call("network", "create", "--subnet", subnet, network);
  return {
    run: (log, kind) =>
      new Promise((resolve, reject) => {
        const args = [
          "run",
          "--rm",
          "--network",
          kind === "none" ? "none" : network,
          "--log-driver",
          "k8s-file",
          "--log-opt",
          `path=${log}`,
        ];
        const child = spawn("podman", [...common, ...args, "localhost/craton-bench:1", "/bin/busybox", "echo", "hi"], {
          env,
          stdio: "ignore",
        });
        child.once("error", reject);
        child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`podman ended with ${code}`))));
      }),
    remove: () => {
      call("network", "rm", "--force", network);
      call("rmi", "--all", "--force");
      // Its address plugin keeps a folder for each network, which nobody else removes.
      fs.rmSync(path.join("/var/lib/cni/networks", network), { recursive: true, force: true });
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
