"use client";
import { PasswordForm } from "@/components/form/password-form.tsx";

/** The password came from somebody else: choose one that nobody else knows. */
export function ChangeForm({ user, current, onDone }: { user: string; current: string; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="font-semibold text-lg">Choose a password</h1>
        <p className="mt-1 text-fg-2">
          The one-time password of <b className="font-medium text-fg">{user}</b> was known to others. It ends with this.
        </p>
      </div>
      <PasswordForm user={user} current={current} onDone={onDone} wide />
    </div>
  );
}
