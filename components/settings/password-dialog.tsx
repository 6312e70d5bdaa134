"use client";
import { Button } from "@/components/ui/button.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { UserPassword } from "@/lib/contract/users.ts";

/** The one time that a one-time password is seen. */
export function PasswordDialog({ given, onClose }: { given: UserPassword; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      locked
      title="One-time password"
      description="It is shown only now, and right for one sign-in. Hand it over where nobody else reads it."
      size="sm"
      footer={
        <Button variant="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <Facts>
        <Fact label="User">
          <CodeText text={given.user} />
        </Fact>
        <Fact label="Password">
          <CodeText text={given.password} copy="password" />
        </Fact>
      </Facts>
    </Dialog>
  );
}
