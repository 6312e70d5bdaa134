"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormDialog } from "@/components/form/form-dialog.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Input } from "@/components/ui/input.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { addAgent } from "@/lib/api/console/agents.ts";
import { type AgentCreate, type AgentCredentials, agentCreate } from "@/lib/contract/console.ts";
import { agentsKey } from "./agents-key.ts";
import { CredentialsField } from "./credentials-field.tsx";

/** Name and address of one more agent. The console asks it who it is before it is written down. */
export function AddAgentDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
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
  const send = () => {
    setTried(true);
    if (parsed.success) void submit();
  };
  return (
    <FormDialog
      title="Add an agent"
      description="The agent must run and be reached from here; it is asked who it is before it is written down."
      action="Add agent"
      onSend={send}
      busy={busy}
      problem={problem}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
