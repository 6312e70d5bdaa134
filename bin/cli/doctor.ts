/** `craton doctor`: what the host has, what it lacks, and what follows; works without a running agent too. */
import { adminOf } from "./admin.ts";
import { connect, stateFolder } from "./connection.ts";
import { clusterFindings } from "./doctor-cluster.ts";
import { type Finding, hostFindings } from "./doctor-host.ts";
import { keeperFinding } from "./doctor-keeper.ts";
import { failureLines, UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { print, printJson, table } from "./output.ts";

export const options = "Status 1 when something is lacking.";

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, common);
  if (positionals.length > 0) throw new UsageError(`craton doctor takes no argument, not ${positionals.join(" ")}`);
  const format = formatOf(values.format);
  const findings = [
    ...hostFindings(stateFolder(values.state)),
    ...(process.platform === "linux" ? [await keeperFinding(stateFolder(values.state))] : []),
    ...(await agentFindings(values)),
    await consoleFinding(values.state),
    ...clusterFindings(stateFolder(values.state)),
  ];
  if (format !== "table") printJson(findings, format);
  else print(table(findings.map(({ level, what, finding }) => [level, what, finding])));
  return findings.some(({ level }) => level === "lacks") ? 1 : 0;
}

async function agentFindings(named: { state?: string; node?: string }): Promise<Finding[]> {
  try {
    const { agent, caller } = connect(named);
    const facts = await agent.node.facts(caller);
    const { name, version, runtime, cgroups, network } = facts;
    const text = `${name} answers: version ${version}, ${runtime.name} ${runtime.version}, cgroups ${cgroups}, bridge ${network.bridge} ${network.subnet}`;
    const notes = facts.notes.map(({ level, what, follows }): Finding => {
      return { level: level === "warning" ? "note" : "ok", what: `agent: ${what}`, finding: follows };
    });
    return [{ level: "ok", what: "agent", finding: text }, ...notes];
  } catch (error) {
    return [{ level: "lacks", what: "agent", finding: failureLines(error)[0] ?? "unknown" }];
  }
}

async function consoleFinding(state: string | undefined): Promise<Finding> {
  try {
    const { url, version } = (await adminOf(state)("GET", "/status")) as { url: string; version: string };
    return { level: "ok", what: "console", finding: `${url} answers: version ${version}` };
  } catch (error) {
    return { level: "note", what: "console", finding: failureLines(error)[0] ?? "unknown" };
  }
}
