"use client";
import { PasswordForm } from "@/components/form/password-form.tsx";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { setTheme, themes, useTheme } from "@/components/layout/theme.ts";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { formatTime } from "@/lib/format/time.ts";
import { rights } from "./rights.ts";

/** Who one is here, the look of the console, and the password. */
export function AccountPage({ expiresAt }: { expiresAt: string }) {
  const { user, role, readOnly, version } = useSession();
  const theme = useTheme();
  return (
    <>
      <PageHeader title="Account" />
      <PageBody narrow>
        <Section title="You">
          <Facts>
            <Fact label="User">{plainText(user)}</Fact>
            <Fact label="Role">{role}</Fact>
            <Fact label="You may">
              <ul>
                {rights(role, readOnly).map((right) => (
                  <li key={right}>{right}</li>
                ))}
              </ul>
            </Fact>
            <Fact label="Session until">{formatTime(expiresAt)}</Fact>
            <Fact label="Console">
              <span className="mono">{version}</span>
            </Fact>
          </Facts>
        </Section>
        <Section title="Theme">
          <Segmented label="Theme" name="theme" options={[...themes]} value={theme} onChange={setTheme} />
        </Section>
        <Section title="Password" note="ends your other sessions">
          <div className="max-w-[360px]">
            <PasswordForm
              user={user}
              onDone={() =>
                showToast({ tone: "ok", title: "The password is changed", detail: "Your other sessions have ended." })
              }
            />
          </div>
        </Section>
      </PageBody>
    </>
  );
}
