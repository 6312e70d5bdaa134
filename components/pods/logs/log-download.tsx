"use client";
import { ChevronDown, Download } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { buttonStyle } from "@/components/ui/button-style.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Menu, MenuLabel, MenuLink } from "@/components/ui/menu.tsx";
import { logDownloadUrl } from "@/lib/api/console/logs.ts";
import type { PodRef } from "@/lib/api/console/pods.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** The whole log of an app as a file: a link for the only app, a menu for several. */
export function LogDownload({ names, podRef }: { names: readonly string[]; podRef: PodRef }) {
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    return (
      <a className={buttonStyle("default", "sm")} href={logDownloadUrl(podRef, only)} download>
        <Icon of={Download} /> Download
      </a>
    );
  }
  return (
    <Menu
      width="min-w-48 max-w-80"
      trigger={
        <Button size="sm" icon={Download}>
          Download <Icon of={ChevronDown} />
        </Button>
      }
    >
      <MenuLabel>The log of</MenuLabel>
      {names.map((name) => (
        <MenuLink key={name} href={logDownloadUrl(podRef, name)} download>
          {plainText(name)}
        </MenuLink>
      ))}
    </Menu>
  );
}
