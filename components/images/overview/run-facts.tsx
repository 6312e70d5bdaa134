"use client";
import { Annotations } from "@/components/ui/annotations.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ImageManifest } from "@/lib/contract/appc.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { joinWords } from "@/lib/format/words.ts";
import { Environment } from "./environment.tsx";

/** How a pod runs the image unless it says otherwise. */
export function RunFacts({ manifest }: { manifest: ImageManifest }) {
  const { app } = manifest;
  return (
    <>
      <Section title="How it runs" note={app === undefined ? undefined : "unless a pod says otherwise"}>
        {app === undefined ? (
          <p className="text-fg-3">It names no command. It is made to be a dependency, or to be run with one given.</p>
        ) : (
          <Facts>
            <Fact label="Command">
              {app.exec && app.exec.length > 0 ? (
                <code className="mono break-all">{plainText(joinWords(app.exec))}</code>
              ) : null}
            </Fact>
            <Fact label="User and group">
              <span className="mono">{plainText(`${app.user}:${app.group}`)}</span>
              {app.supplementaryGIDs && app.supplementaryGIDs.length > 0 ? (
                <span className="text-fg-3"> and groups {app.supplementaryGIDs.join(", ")}</span>
              ) : null}
            </Fact>
            <Fact label="Directory">
              <CodeText text={app.workingDirectory ?? "/"} />
            </Fact>
            <Fact label="Ports">
              {(app.ports ?? []).map(({ name, protocol, port, count = 1 }) => (
                <span key={name} className="mono mr-3 whitespace-nowrap">
                  {count > 1 ? `${port}–${port + count - 1}` : port}/{plainText(protocol)}{" "}
                  <span className="text-fg-3">{plainText(name)}</span>
                </span>
              ))}
            </Fact>
            <Fact label="Mount points">
              {(app.mountPoints ?? []).map(({ name, path, readOnly }) => (
                <span key={name} className="mr-3 block">
                  <CodeText text={path} />{" "}
                  <span className="text-fg-3">
                    {plainText(name)}
                    {readOnly ? ", read-only" : ""}
                  </span>
                </span>
              ))}
            </Fact>
            <Fact label="Environment">
              <Environment variables={app.environment ?? []} />
            </Fact>
            <Fact label="Isolators">
              {(app.isolators ?? []).map(({ name, value }) => (
                <span key={name} className="block">
                  <span className="mono text-fg-2">{plainText(name)}</span>{" "}
                  <CodeText text={JSON.stringify(value) ?? ""} most={80} />
                </span>
              ))}
            </Fact>
          </Facts>
        )}
      </Section>
      {manifest.annotations && manifest.annotations.length > 0 ? (
        <Section title="Annotations">
          <Annotations pairs={manifest.annotations.map(({ name, value }) => [name, value] as const)} />
        </Section>
      ) : null}
    </>
  );
}
