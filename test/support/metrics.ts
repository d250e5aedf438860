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
