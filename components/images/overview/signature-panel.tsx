"use client";
import { Age } from "@/components/ui/age.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ImageTrust } from "@/lib/contract/image-trust.ts";
import { visibleName } from "@/lib/format/visible-name.ts";

/** Who vouches for the image, or who let it in although nobody does. */
export function SignaturePanel({ trust }: { trust: ImageTrust }) {
  return (
    <Section title="Signature">
      {trust.kind === "unsigned" ? (
        <Banner tone="warn" title="Nobody vouches for what is in it">
          It carries no signature of a trusted key. {visibleName(trust.allowedBy)} allowed it in without one.
        </Banner>
      ) : (
        trust.keys.map((key) => (
          <div key={key.fingerprint} className="mb-3 flex flex-col gap-2 rounded-lg border border-line p-3">
            <p className="break-words font-medium">{visibleName(key.user)}</p>
            <p>
              <span className="block text-fg-2 text-sm">Key</span>
              <span className="mono break-words text-sm">{groups(key.fingerprint)}</span>{" "}
              <CopyButton text={key.fingerprint} what="fingerprint" />
            </p>
            <p>
              <span className="block text-fg-2 text-sm">Trusted for</span>
              {key.prefix === null ? (
                "images of every name"
              ) : (
                <>
                  names that begin with <code className="mono break-words">{visibleName(key.prefix)}</code>
                </>
              )}
            </p>
            <p className="text-fg-2">
              Signed <Age at={key.signedAt} form="ago" />. The signature was good, and the key trusted, when the image
              came in.
            </p>
          </div>
        ))
      )}
    </Section>
  );
}

/** A fingerprint as people compare it: groups of four. */
function groups(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/.{1,4}/g) ?? []).join(" ");
}
