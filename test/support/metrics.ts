import { arch, cpus, platform } from 'node:os';

/** One thing that a bench measured, and what a peer came to where one was there. */
export interface Metric {
  name: string;
  value: number;
  unit: string;
  peer?: string;
  peerValue?: number;
  /** How many times better than the peer. */
  ratio?: number;
}

/** This machine in a line: processor, cores, system, Node. */
export const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${platform()} ${arch()}, Node ${process.versions.node}`;

const rounded = (value: number): number => Number(value.toFixed(2));

/** A figure of which less is better, beside what a peer came to. */
export function metric(
  name: string,
  unit: string,
  value: number,
  peer?: { name: string; value: number },
): Metric {
  const own = { name, value: rounded(value), unit };
  if (peer === undefined) return own;
  return { ...own, peer: peer.name, peerValue: rounded(peer.value), ratio: rounded(peer.value / value) };
}

/** Prints what a bench came to: with `--json` as one object in a line, else as a table under its title. */
export function printMetrics(bench: string, title: string, metrics: readonly Metric[]): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ bench, machine, metrics }));
    return;
  }
  console.log(`${title}\n${machine}\n`);
  const width = Math.max(...metrics.map(({ name }) => name.length));
  for (const { name, value, unit, peer, peerValue, ratio } of metrics) {
    const beside = peer ? `   ${peer}: ${peerValue} ${unit}, ours is ${ratio} × better` : '';
    console.log(`${name.padEnd(width)} ${String(value).padStart(9)} ${unit}${beside}`);
  }
}
