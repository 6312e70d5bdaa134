"use client";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { signIn } from "@/lib/api/console/session.ts";
import { capital } from "@/lib/format/capital.ts";

/** Name and password. `onChange` when the password was made by somebody else and must be replaced. */
export function SignInForm(props: { onDone: () => void; onChange: (user: string, current: string) => void }) {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const { submit, busy, problem } = useSubmit(async () => {
    const session = await signIn(user, password);
    if (session.mustChangePassword) props.onChange(user, password);
    else props.onDone();
  });
  const [tried, setTried] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (user !== "" && password !== "") void submit();
  };
  // Sent before the page is alive, what was typed must not stand in the address: `post`.
  return (
    <form method="post" onSubmit={send} className="flex flex-col gap-4">
      <h1 className="font-semibold text-lg">Sign in</h1>
      {problem ? (
        <Banner tone="bad" title={`${capital(problem.why)}.`}>
          {problem.code === "bad-sign-in" ? (
            <p>
              An administrator makes a new one with <code>craton user reset</code>.
            </p>
          ) : (
            problem.tries.map((hint) => <p key={hint}>{hint}</p>)
          )}
        </Banner>
      ) : null}
      <Field label="User" required error={tried && user === "" ? "give your user name" : null}>
        {(control) => (
          <Input
            {...control}
            name="username"
            autoComplete="username"
            autoFocus
            maxLength={64}
            value={user}
            onChange={(event) => setUser(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password" required error={tried && password === "" ? "give your password" : null}>
        {(control) => (
          <Input
            {...control}
            type="password"
            name="password"
            autoComplete="current-password"
            maxLength={1024}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-8! w-full" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}
