import { paths } from "@/lib/paths.ts";

let leaving = false;

/** The user signs out: the end is no surprise, and the next one does not land on this page. False when he stays after all. */
export function leaveOnPurpose(leaves: boolean): void {
  leaving = leaves;
}

/** The session ended while the page was open: sign in, and come back here. */
export function sessionOver(): void {
  if (leaving || location.pathname.startsWith(paths.signIn())) return;
  location.assign(paths.signIn(location.pathname + location.search));
}
