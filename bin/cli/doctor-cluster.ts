/** What `craton doctor` says of the embedded Kubernetes and of the Go that builds it. */
import fs from "node:fs";
import { clusterStatus } from "../../lib/contract/cluster-status.ts";
import { placesOf } from "../up/cluster/places.mjs";
import { findGo } from "../up/cluster/toolchain.mjs";
import type { Finding } from "./doctor-host.ts";

export function clusterFindings(state: string): Finding[] {
  return [goFinding(), stateFinding(placesOf(state).status)];
}

function goFinding(): Finding {
  const found = findGo();
  return "problem" in found
    ? { level: "note", what: "go", finding: found.problem ?? "" }
    : { level: "ok", what: "go", finding: `${found.version} (${found.go})` };
}

function stateFinding(file: string): Finding {
  const what = "kubernetes";
  try {
    const { state, note, components } = clusterStatus.parse(JSON.parse(fs.readFileSync(file, "utf8")));
    const ill = components.filter((one) => state === "ready" && one.state !== "running");
    const parts = ill.map((one) => `; ${one.name} is ${one.state}${one.why === null ? "" : ` (${one.why})`}`).join("");
    return { level: state === "ready" && ill.length === 0 ? "ok" : "note", what, finding: `${state}: ${note}${parts}` };
  } catch {
    return { level: "note", what, finding: `${file} says nothing: npm start has not run yet` };
  }
}
