/** What a test could leave on a machine: mounts, namespaces, cgroups, interfaces, firewall tables, temp folders. One line each. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";

export function traces() {
  return [...mounts(), ...cgroups(), ...interfaces(), ...tables(), ...processes(), ...folders()];
}

const lines = (text) => text.split("\n").filter((line) => line !== "");

function mounts() {
  return lines(fs.existsSync("/proc/self/mountinfo") ? fs.readFileSync("/proc/self/mountinfo", "utf8") : "").map(
    (line) => `mount ${line.split(" ")[4]}`,
  );
}

function cgroups() {
  const found = [];
  const base = "/sys/fs/cgroup";
  if (!fs.existsSync(base)) return found;
  const roots = [base, ...fs.readdirSync(base).map((name) => `${base}/${name}`)];
  for (const folder of roots) {
    if (!fs.lstatSync(folder).isDirectory()) continue;
    for (const name of fs.readdirSync(folder)) if (name.startsWith("craton")) found.push(`cgroup ${folder}/${name}`);
  }
  return found;
}

function interfaces() {
  return fs.existsSync("/sys/class/net") ? fs.readdirSync("/sys/class/net").map((name) => `interface ${name}`) : [];
}

function tables() {
  const nft = spawnSync("nft", ["list", "tables"], { encoding: "utf8" });
  const nat = spawnSync("iptables-save", ["-t", "nat"], { encoding: "utf8" });
  const rules = lines(nat.stdout ?? "").filter((line) => /^-A .*CNI/.test(line));
  return [...lines(nft.stdout ?? "").filter((line) => line.includes("craton")), ...rules].map(
    (line) => `firewall ${line}`,
  );
}

function processes() {
  if (!fs.existsSync("/proc/self/stat")) return [];
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
        return /dist\/(agent|server|keeper)|conmon|cluster\/bin\/cluster|catatonit|docker-registry|chromium/.test(words)
          ? [`process ${pid} ${words.slice(0, 160)}`]
          : [];
      } catch {
        return [];
      }
    });
}

function folders() {
  return fs
    .readdirSync(os.tmpdir())
    .filter((name) => name.startsWith("craton"))
    .map((name) => `folder ${os.tmpdir()}/${name}`);
}
