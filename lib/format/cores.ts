/** Processor time in cores: thousandths below one core (`31 m`), cores above (`1.25`). */
export function formatCores(cores: number | null | undefined): string {
  if (cores === null || cores === undefined || !Number.isFinite(cores) || cores < 0) return "–";
  if (cores === 0) return "0 m";
  if (cores < 0.0005) return "<1 m";
  if (cores < 0.9995) return `${Math.round(cores * 1000)} m`;
  const text = cores < 9.995 ? cores.toFixed(2) : cores < 99.95 ? cores.toFixed(1) : cores.toFixed(0);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
