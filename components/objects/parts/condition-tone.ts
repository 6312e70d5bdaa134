/** What a condition's truth means: for some kinds of them True is the bad news. Pure. */
import type { Tone } from "@/components/ui/tone.ts";

const good =
  /^(Ready|Available|Initialized|PodScheduled|ContainersReady|PodReadyToStartContainers|Complete|SuccessCriteriaMet|Established|NamesAccepted|AbleToScale|ScalingActive|DisruptionAllowed|Approved|Progressing|Bound|Healthy|Synced|Accepted|Programmed|ResolvedRefs)$/;
const bad =
  /(Pressure|Unavailable|Failure|Failed|Failing|Degraded|Stalled|Error|Violations?|Invalid|Denied|DisruptionTarget|NonStructuralSchema|Terminating|Content(Remaining|Failure)|FinalizersRemaining|DiscoveryFailure)/;

/** Types that are in neither list are told by their word alone. */
export function conditionTone(type: string, status: string): Tone {
  if (status === "Unknown") return "warn";
  if (good.test(type)) return status === "True" ? "ok" : "bad";
  if (bad.test(type)) return status === "True" ? "bad" : "ok";
  return "idle";
}
