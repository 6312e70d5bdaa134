/** Who is at the other end of a TLS connection: the common name of a client certificate that is made for clients. */
import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { CratonError } from "../../lib/contract/errors.ts";

type Peer = { name: string; from: number; to: number };

const clientAuth = "1.3.6.1.5.5.7.3.2";
const peers = new WeakMap<Socket, Peer>();

const refuse = (why: string) => new CratonError("unauthenticated", { why });

/** `unauthenticated` unless the certificate is from our authority, for clients, and valid now. */
export function peerOf(socket: Socket, now: number): string {
  let peer = peers.get(socket);
  if (peer === undefined) {
    if (!(socket instanceof TLSSocket) || !socket.authorized) throw refuse("a client certificate is needed");
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) throw refuse("a client certificate is needed");
    peer = read(certificate);
    peers.set(socket, peer);
  }
  // A connection may outlive its certificate.
  if (now < peer.from || now > peer.to) throw refuse("the client certificate has expired");
  return peer.name;
}

function read(certificate: X509Certificate): Peer {
  if (!certificate.keyUsage?.includes(clientAuth)) throw refuse("the certificate is not for clients");
  const names = certificate.subject.split("\n").filter((line) => line.startsWith("CN="));
  const name = names[0]?.slice(3) ?? "";
  if (names.length !== 1 || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(name))
    throw refuse("the certificate has no usable common name");
  return { name, from: Date.parse(certificate.validFrom), to: Date.parse(certificate.validTo) };
}
