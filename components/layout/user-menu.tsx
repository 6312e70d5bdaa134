"use client";
import { Keyboard, LogOut, Monitor, Moon, Sun, User } from "lucide-react";
import { useRouter } from "next/navigation";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "@/components/ui/menu.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { leave } from "./leave.ts";
import { useSession } from "./session-context.tsx";
import { setTheme, type Theme, themes, useTheme } from "./theme.ts";

const icons: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon };

/** Who is signed in, the theme, the account and the way out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { user, role, readOnly, cluster } = useSession();
  const theme = useTheme();
  const router = useRouter();
  const name = plainText(user);
  const trigger = (
    <button
      type="button"
      className="grid size-[26px] flex-none place-items-center rounded-full! bg-accent-weak font-semibold text-accent text-xs hover:bg-selected data-[state=open]:shadow-[0_0_0_2px_var(--accent)]"
    >
      <span aria-hidden="true">{name.slice(0, 2).toUpperCase()}</span>
      <span className="sr-only">{name}, account and theme</span>
    </button>
  );
  return (
    <Menu trigger={trigger} width="w-56">
      <MenuLabel>
        <span className="block truncate font-medium text-base text-fg">{name}</span>
        {role}
        {readOnly ? ", read-only console" : ""}
      </MenuLabel>
      <MenuLine />
      {themes.map(({ value, label }) => (
        <MenuChoice key={value} icon={icons[value]} chosen={value === theme} onSelect={() => setTheme(value)}>
          {label}
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuItem icon={User} onSelect={() => router.push(paths.account(cluster))}>
        Account
      </MenuItem>
      <MenuItem icon={Keyboard} hint="?" onSelect={onHelp}>
        Keyboard
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={leave}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
