import { leaveOnPurpose } from "@/components/table/session-over.ts";
import { showToast } from "@/components/ui/toast-store.ts";
import { signOut } from "@/lib/api/console/session.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { paths } from "@/lib/paths.ts";

/** Signs out and leaves all state of the page behind. A session that is over already counts as signed out. */
export async function leave(): Promise<void> {
  leaveOnPurpose(true);
  try {
    await signOut();
  } catch (error) {
    const problem = toProblem(error);
    if (problem.code !== "unauthenticated") {
      leaveOnPurpose(false);
      showToast({ tone: "bad", title: "You are still signed in", detail: problem.why, requestId: problem.requestId });
      return;
    }
  }
  location.assign(paths.signIn());
}
