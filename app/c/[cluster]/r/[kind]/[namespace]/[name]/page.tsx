import type { Metadata } from "next";
import { ObjectPage } from "@/components/objects/object-page.tsx";
import { noNamespace } from "@/lib/contract/kube-object.ts";

type Params = { cluster: string; kind: string; namespace: string; name: string };

export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: { params: Promise<Params> }) {
  const decoded = Object.fromEntries(Object.entries(await params).map(([key, one]) => [key, decodeURIComponent(one)]));
  const { cluster = "", kind = "", namespace = noNamespace, name = "" } = decoded;
  return (
    <ObjectPage
      key={`${kind}/${namespace}/${name}`}
      objectRef={{ cluster, kind, namespace: namespace === noNamespace ? null : namespace, name }}
    />
  );
}
