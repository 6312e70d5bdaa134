import { expect, test } from "vitest";
import { titleOf } from "./title.ts";

test.each([
  ["NetworkPolicy", "networkpolicies", "Network policies"],
  ["CSIDriver", "csidrivers", "CSI drivers"],
  ["IPAddress", "ipaddresses", "IP addresses"],
  ["Ingress", "ingresses", "Ingresses"],
  ["Endpoints", "endpoints", "Endpoints"],
  ["ServiceCIDR", "servicecidrs", "Service CIDRs"],
  ["Gateway", "gateways", "Gateways"],
  ["Bell", "bells", "Bells"],
])("%s (%s) is %s", (kind, resource, title) => expect(titleOf(kind, resource)).toBe(title));
