"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { addAgent } from "@/lib/api/console/agents.ts";
import { type AgentCreate, type AgentCredentials, agentCreate } from "@/lib/contract/console.ts";
import { agentsKey } from "./agents-key.ts";
import { CredentialsField } from "./credentials-field.tsx";

/** Name and address of one more agent. The console asks it who it is before it is written down. */
export function AddAgentDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const [credentials, setCredentials] = useState<Partial<AgentCredentials>>({});
  const request = { name, address, ...(Object.keys(credentials).length > 0 ? { credentials } : {}) } as AgentCreate;
  const [tried, setTried] = useState(false);
  const parsed = agentCreate.safeParse(request);
  const faultOf = (key: "name" | "address" | "credentials") =>
    tried && !parsed.success ? (parsed.error.issues.find(({ path }) => path[0] === key)?.message ?? null) : null;
  const { submit, busy, problem } = useSubmit(async () => {
    queries.setQueryData(agentsKey, await addAgent(request));
    showToast({ tone: "ok", title: `Agent ${name} added` });
    onClose();
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (parsed.success) void submit();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add an agent"
      description="The agent must run and be reached from here; it is asked who it is before it is written down."
      size="sm"
      locked={busy}
      footer={
        <>
          <Button onClick={onClose} disabledReason={busy ? "the agent is being asked" : null}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            Add agent
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-4">
        <Field
          label="Node"
          required
          hint="The name in the agent's certificate, usually the host name."
          error={faultOf("name")}
        >
          {(control) => (
            <Input {...control} mono autoFocus value={name} onChange={(event) => setName(event.target.value.trim())} />
          )}
        </Field>
        <Field label="Address" required hint="Host and port, e.g. node-2.example:7411." error={faultOf("address")}>
          {(control) => (
            <Input {...control} mono value={address} onChange={(event) => setAddress(event.target.value.trim())} />
          )}
        </Field>
        <CredentialsField value={credentials} onChange={setCredentials} error={faultOf("credentials")} />
        <FormProblem problem={problem} />
      </form>
    </Dialog>
  );
}
