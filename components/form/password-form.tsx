"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { changePassword } from "@/lib/api/console/session.ts";
import { Field } from "./field.tsx";
import { FormProblem } from "./form-problem.tsx";
import { useSubmit } from "./use-submit.ts";

/** The server's rule is one of length and of how often it is used elsewhere; it decides. */
const shortest = 12;

export type PasswordFormProps = {
  user: string;
  /** Known already from signing in; otherwise it is asked for. */
  current?: string;
  onDone: () => void;
  wide?: boolean;
};

/** A new password, twice. */
export function PasswordForm({ user, current = "", onDone, wide }: PasswordFormProps) {
  const [old, setOld] = useState(current);
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const { submit, busy, problem } = useSubmit(async () => {
    await changePassword(old, next);
    setOld("");
    setNext("");
    setAgain("");
    onDone();
  });
  const missing =
    old === ""
      ? "give the current password"
      : next === ""
        ? "give a new password"
        : next !== again
          ? "repeat the new password"
          : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (missing === null) void submit();
  };
  const isWrong = problem?.code === "bad-sign-in";
  const isWeak = problem?.code === "weak-password";
  return (
    <form onSubmit={send} className="flex flex-col gap-4">
      <input type="text" name="username" autoComplete="username" value={user} readOnly hidden />
      {isWrong || isWeak ? null : <FormProblem problem={problem} />}
      {current === "" ? (
        <Field label="Current password" required error={isWrong ? "this is not your password" : null}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={old}
              onChange={(event) => setOld(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <Field
        label="New password"
        required
        hint={`At least ${shortest} characters. A few words are better than signs.`}
        error={isWeak ? problem.why : null}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Again"
        required
        error={again !== "" && !next.startsWith(again) && next !== again ? "the two differ" : null}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="new-password"
            value={again}
            onChange={(event) => setAgain(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          disabledReason={missing}
          className={wide ? "h-8! w-full" : ""}
        >
          Set password
        </Button>
      </div>
    </form>
  );
}
