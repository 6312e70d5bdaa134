"use client";
import { Choice } from "@/components/form/choice.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { TrustReviewed } from "@/lib/contract/trust.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { spelledFingerprint, worthOf } from "./trust-words.ts";

type Reviewed = TrustReviewed["keys"][number];

/** A key as it says of itself, with its fingerprint large: that alone is what can be compared. */
export function KeyReview(props: { found: Reviewed; isCompared: boolean; onCompared: (isCompared: boolean) => void }) {
  const { facts, source } = props.found;
  const { fingerprint, users, algorithm, createdAt, expiresAt, state, why } = facts;
  return (
    <div className="rounded-lg border border-line p-3">
      <p className="mb-1 flex items-center gap-1 text-fg-2">
        Fingerprint <CopyButton text={fingerprint} what="fingerprint" />
      </p>
      <p className="mono mb-3 max-w-[25ch] text-lg leading-7">{spelledFingerprint(fingerprint)}</p>
      <Facts>
        <Fact label={users.length > 1 ? "Users" : "User"}>
          {users.map((user) => (
            <span key={user} className="block break-words">
              {visibleName(user)}
            </span>
          ))}
        </Fact>
        <Fact label="Algorithm">{algorithm}</Fact>
        <Fact label="Created">{createdAt.slice(0, 10)}</Fact>
        <Fact label="Expires">{expiresAt?.slice(0, 10) ?? "never"}</Fact>
        <Fact label="State">
          <Status {...worthOf(state)} />
        </Fact>
        {source === "text" ? null : (
          <Fact label="From">
            <span className="mono break-all">{visibleName(source)}</span>
          </Fact>
        )}
      </Facts>
      {state === "good" ? (
        <div className="mt-2">
          <Choice
            label="I compared this fingerprint with its owner's"
            hint="By another way than the key came: in person, by phone, from a signed page."
          >
            {(id) => (
              <Checkbox
                id={id}
                checked={props.isCompared}
                onChange={(event) => props.onCompared(event.target.checked)}
              />
            )}
          </Choice>
        </div>
      ) : (
        <Banner tone="bad" title="This key cannot be trusted" className="mt-3">
          {why}
        </Banner>
      )}
    </div>
  );
}
