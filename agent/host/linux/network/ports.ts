/**
 * Claims on host ports. A claim is a file named `<protocol>-<address>-<port>` holding the pod's UUID: the ports of other
 * pods are kernel rules that no bind notices. Other programs' listeners are found by binding for an instant.
 */
import { createSocket } from "node:dgram";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { CratonError } from "../../../../lib/contract/errors.ts";
import type { SandboxSpec } from "../../host.ts";

type Port = SandboxSpec["ports"][number];

const everywhere = "0.0.0.0";
const address = (port: Port) => port.hostIP || everywhere;
const taken = (port: Port, why: string) =>
  new CratonError("port-taken", { port: port.hostPort, protocol: port.protocol, why });

/** Claims all or none; rejects with `port-taken`. No await between look and write, so two claims cannot cross. */
export function claimPorts(folder: string, uuid: string, ports: Port[]): void {
  if (ports.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const claims = readdirSync(folder).map((name) => ({ name, parts: name.split("-") }));
  for (const port of ports) {
    const clash = claims.find(
      ({ parts: [protocol, ip, number] }) =>
        protocol === port.protocol &&
        Number(number) === port.hostPort &&
        (ip === address(port) || ip === everywhere || address(port) === everywhere),
    );
    if (!clash) continue;
    const owner = readFileSync(join(folder, clash.name), "utf8");
    if (owner !== uuid) throw taken(port, `pod ${owner} has it`);
  }
  for (const port of ports) writeFileSync(join(folder, `${port.protocol}-${address(port)}-${port.hostPort}`), uuid);
}

/** Gives back what the pod holds; none is success. */
export function releasePorts(folder: string, uuid: string): void {
  for (const name of portsHeld(folder)
    .filter((claim) => claim.uuid === uuid)
    .map((claim) => claim.name))
    rmSync(join(folder, name), { force: true });
}

/** What the pod holds. A claim does not say the port inside the pod; the host's stands for it. */
export function portsOf(folder: string, uuid: string): Port[] {
  return portsHeld(folder)
    .filter((claim) => claim.uuid === uuid)
    .map(({ name }) => {
      const [protocol, hostIP = "", number] = name.split("-");
      return {
        protocol: protocol === "udp" ? "udp" : "tcp",
        hostIP,
        hostPort: Number(number),
        podPort: Number(number),
      };
    });
}

export function portsHeld(folder: string): { name: string; uuid: string }[] {
  try {
    return readdirSync(folder).map((name) => ({ name, uuid: readFileSync(join(folder, name), "utf8") }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Rejects with `port-taken` when some program listens there, or the address is not this host's. */
export async function probePorts(ports: Port[]): Promise<void> {
  await Promise.all(ports.map((port) => (port.protocol === "tcp" ? probeTcp(port) : probeUdp(port))));
}

function probeTcp(port: Port): Promise<void> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", (error) => fail(taken(port, reason(error, port))));
    server.listen({ host: address(port), port: port.hostPort, exclusive: true }, () => server.close(() => done()));
  });
}

function probeUdp(port: Port): Promise<void> {
  return new Promise((done, fail) => {
    const socket = createSocket("udp4");
    socket.once("error", (error) => {
      socket.close();
      fail(taken(port, reason(error, port)));
    });
    socket.bind({ address: address(port), port: port.hostPort, exclusive: true }, () => socket.close(() => done()));
  });
}

function reason(error: NodeJS.ErrnoException, port: Port): string {
  if (error.code === "EADDRINUSE") return "another program listens on it";
  if (error.code === "EADDRNOTAVAIL") return `${address(port)} is no address of this host`;
  return error.code ?? error.message;
}
