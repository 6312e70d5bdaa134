"use client";
import { useState } from "react";
import { Mark } from "@/components/ui/mark.tsx";
import { ChangeForm } from "./change-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** Sign in, and on the way choose a password of one's own where the old one came from somebody else. */
export function SignInPage({ next, changing }: { next: string; changing: string | null }) {
  const [step, setStep] = useState<{ user: string; current: string } | null>(
    changing === null ? null : { user: changing, current: "" },
  );
  // A page of its own: nothing that was read as a stranger stays.
  const go = () => location.assign(next);
  return (
    <main className="grid min-h-dvh place-items-center bg-sunken p-4">
      <div className="w-full max-w-[360px]">
        <div className="mb-5 flex items-center justify-center gap-2.5 font-semibold text-[17px] tracking-[-.01em]">
          <Mark size={26} />
          Craton
        </div>
        <div className="rounded-xl border border-line bg-raised p-5 shadow-raised">
          {step === null ? (
            <SignInForm onDone={go} onChange={(user, current) => setStep({ user, current })} />
          ) : (
            <ChangeForm user={step.user} current={step.current} onDone={go} />
          )}
        </div>
      </div>
    </main>
  );
}
