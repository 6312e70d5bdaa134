import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import type { Pod } from "@/lib/contract/pod.ts";

type Volume = Pod["volumes"][number];

/** Volumes of a pod, and where each app sees them. */
export function VolumesTable({ pod }: { pod: Pod }) {
  const mounts = (volume: Volume) =>
    pod.apps.flatMap((app) =>
      app.mounts.filter((mount) => mount.volume === volume.name).map((mount) => ({ app: app.name, ...mount })),
    );
  const columns = [
    { title: "Name", cell: (volume: Volume) => <CodeText text={volume.name} /> },
    { title: "Kind", cell: (volume: Volume) => volume.kind },
    {
      title: "Source",
      cell: (volume: Volume) => (volume.source === null ? <Dash /> : <CodeText text={volume.source} most={48} />),
    },
    {
      title: "Mounted at",
      cell: (volume: Volume) =>
        mounts(volume).map((mount) => (
          <span key={`${mount.app}${mount.path}`} className="mr-3 whitespace-nowrap">
            <CodeText text={mount.path} /> <span className="text-fg-3">{mount.app}</span>
          </span>
        )),
    },
    {
      title: "Access",
      cell: (volume: Volume) =>
        volume.readOnly || mounts(volume).every(({ readOnly }) => readOnly) ? "read only" : "read, write",
    },
  ];
  return <SimpleTable label="Volumes" columns={columns} rows={pod.volumes} rowKey={({ name }) => name} />;
}
