import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Mono } from "../parts/mono.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { at, list, text, texts } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function IngressFacts({ object, cluster }: PartProps) {
  const name = text(object, "spec", "ingressClassName");
  const addresses = list(object, "status", "loadBalancer", "ingress").flatMap(
    (one) => text(one, "ip") ?? text(one, "hostname") ?? [],
  );
  return (
    <>
      <Fact label="Class">
        {name ? (
          <ObjectLink cluster={cluster} kind="ingressclasses.networking.k8s.io" namespace={null} name={name} />
        ) : null}
      </Fact>
      <Fact label="Address">
        <Mono text={addresses.join(", ")} />
      </Fact>
      <Fact label="TLS">
        {list(object, "spec", "tls").map((one) => {
          const secret = text(one, "secretName");
          const hosts = texts(one, "hosts").join(", ");
          return (
            <span key={`${secret}${hosts}`} className="block">
              <Mono text={hosts} />{" "}
              {secret ? (
                <span className="text-fg-2">
                  by Secret{" "}
                  <ObjectLink cluster={cluster} kind="secrets" namespace={namespaceOf(object)} name={secret} />
                </span>
              ) : null}
            </span>
          );
        })}
      </Fact>
    </>
  );
}

type Rule = { host: string; path: string; type: string; backend: unknown };

function IngressRules({ object, cluster }: PartProps) {
  const rules: Rule[] = list(object, "spec", "rules").flatMap((rule) =>
    list(rule, "http", "paths").map((path) => ({
      host: text(rule, "host") ?? "every host",
      path: text(path, "path") ?? "/",
      type: text(path, "pathType") ?? "",
      backend: at(path, "backend"),
    })),
  );
  const rest = at(object, "spec", "defaultBackend");
  if (rest !== undefined) rules.push({ host: "every other", path: "", type: "", backend: rest });
  const columns = [
    { title: "Host", cell: ({ host }: Rule) => <Mono text={host} /> },
    { title: "Path", cell: ({ path }: Rule) => <Mono text={path} /> },
    { title: "Match", cell: ({ type }: Rule) => type },
    {
      title: "Service",
      cell: ({ backend }: Rule) => {
        const name = text(backend, "service", "name");
        const port = text(backend, "service", "port", "number") ?? text(backend, "service", "port", "name");
        return name === null ? (
          <Mono text={text(backend, "resource", "name")} />
        ) : (
          <>
            <ObjectLink cluster={cluster} kind="services" namespace={namespaceOf(object)} name={name} />
            <span className="mono text-fg-3">:{port}</span>
          </>
        );
      },
    },
  ];
  return (
    <Section title="Rules">
      <SimpleTable
        label="Rules of the ingress"
        columns={columns}
        rows={rules}
        rowKey={({ host, path, backend }) => `${host}${path}${text(backend, "service", "name")}`}
      />
    </Section>
  );
}

export const ingresses: KindView = { main: IngressRules, facts: IngressFacts };
