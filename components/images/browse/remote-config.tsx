import type { ReactNode } from "react";
import { Age } from "@/components/ui/age.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { RemoteManifest } from "@/lib/contract/registry-browse.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** What the image runs and how it is described. Its values are the image's own words. */
export function RemoteConfig({ config }: { config: RemoteManifest["config"] }) {
  const { created, author, user, workingDirectory, stopSignal, labels, environment } = config;
  const isTime = created !== null && !Number.isNaN(Date.parse(created));
  return (
    <>
      <Section title="Config">
        <Facts>
          <Fact label="Created">{isTime ? <Age at={created} form="ago" /> : null}</Fact>
          <Fact label="Author">{author === null ? null : plainText(author)}</Fact>
          <Fact label="Entrypoint">{words(config.entrypoint)}</Fact>
          <Fact label="Command">{words(config.command)}</Fact>
          <Fact label="User">{user === null ? null : <CodeText text={user} />}</Fact>
          <Fact label="Folder">{workingDirectory === null ? null : <CodeText text={workingDirectory} />}</Fact>
          <Fact label="Ports">{words(config.ports)}</Fact>
          <Fact label="Volumes">{words(config.volumes)}</Fact>
          <Fact label="Stop signal">{stopSignal === null ? null : <CodeText text={stopSignal} />}</Fact>
        </Facts>
      </Section>
      <List title="Environment" lines={environment} />
      <List title="Labels" lines={labels.map(({ name, value }) => `${name}=${value}`)} />
    </>
  );
}

function words(list: readonly string[]): ReactNode {
  return list.length === 0 ? null : <span className="mono break-all">{plainText(list.join(" "))}</span>;
}

/** An image may say the same twice. */
const keyed = (lines: readonly string[]) => lines.map((text, at) => ({ key: `${at} ${text}`, text }));

function List({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="flex flex-col gap-1">
        {keyed(lines).map(({ key, text }) => (
          <li key={key} className="mono break-all">
            {plainText(text)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
