"use client";
/**
 * The chosen namespaces of the cluster: in the URL as `?ns=a,b`, else as they were chosen last in this browser. Every
 * namespaced list, the search and the overview look at these alone; none chosen is all.
 */
import { usePathname, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from "react";
import { useKept } from "@/components/ui/kept.ts";
import { useCluster } from "./cluster-context.tsx";
import { readNamespaces, withNamespaces } from "./namespace-param.ts";
import { useSession } from "./session-context.tsx";

type Chosen = { chosen: readonly string[]; choose: (namespaces: readonly string[]) => void };

const none: readonly string[] = [];
const Context = createContext<Chosen>({ chosen: none, choose: () => {} });

export function NamespaceProvider({ children }: { children: ReactNode }) {
  const { user } = useSession();
  const { name, isFleet } = useCluster();
  const pathname = usePathname();
  const search = useSearchParams();
  const [kept, setKept] = useKept(`craton.${user}.namespaces.${name}`);
  const asked = search.get("ns");
  const text = isFleet ? "" : (asked ?? kept ?? "");
  const chosen = useMemo(() => readNamespaces(text), [text]);

  // A page that was opened without says what it shows all the same: the address can be given to somebody else.
  useEffect(() => {
    if (isFleet || asked !== null || chosen.length === 0) return;
    write(pathname, chosen);
  }, [isFleet, asked, chosen, pathname]);

  // A link with namespaces is a choice.
  useEffect(() => {
    if (!isFleet && asked !== null && asked !== "" && asked !== kept) setKept(asked);
  }, [isFleet, asked, kept, setKept]);

  const choose = useCallback(
    (namespaces: readonly string[]) => {
      setKept(namespaces.length === 0 ? null : namespaces.join(","));
      write(location.pathname, namespaces);
    },
    [setKept],
  );
  const value = useMemo(() => ({ chosen, choose }), [chosen, choose]);
  return <Context value={value}>{children}</Context>;
}

function write(pathname: string, namespaces: readonly string[]): void {
  // Next hears of it and renders with the new parameters, without asking the server.
  history.replaceState(null, "", withNamespaces(`${pathname}${location.search}`, namespaces));
}

/** Empty for all, and always in the fleet. */
export function useNamespaces(): Chosen {
  return useContext(Context);
}
