"use client";
/** Who is signed in, for buttons and menus. The server decides again at every request: this only explains. */
import { createContext, type ReactNode, useContext } from "react";
import { may, type Noun, type Role, type Verb } from "@/lib/contract/roles.ts";

export type SessionFacts = { user: string; role: Role; readOnly: boolean; version: string; cluster: string };

const Context = createContext<SessionFacts | null>(null);

export function SessionProvider({ value, children }: { value: SessionFacts; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** Only under a cluster's layout. */
export function useSession(): SessionFacts {
  const session = useContext(Context);
  if (session === null) throw new Error("useSession stands outside of a signed-in page");
  return session;
}

const reads: readonly Verb[] = ["list", "get"];

/** Null when the user may, else the reason for a button's `disabledReason`. */
export function denied(session: SessionFacts, verb: Verb, noun: Noun): string | null {
  if (session.readOnly && !reads.includes(verb)) return "this console is read-only";
  return may(session.role, verb, noun);
}

export function useDenied(verb: Verb, noun: Noun): string | null {
  return denied(useSession(), verb, noun);
}
