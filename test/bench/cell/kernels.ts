import { type JupyterKernel, type Peer, startPeer } from './peer.ts';
import { openLearner } from './socket.ts';

/** By turns so many times so many runs: what else the machine does then meets all. */
const rounds = 6;
const runsInTurn = 50;
/** Before anything counts, for all: a server and a kernel that have been in use have compiled their own code. */
const runsToWarmUp = 1000;

/** Milliseconds and MiB of a learner's kernel, through the socket of the whole server, and of its peers. */
export interface KernelFigures {
  starts: number[];
  runs: number[];
  memory: number;
  peers: { name: string; start: number; memory: number; runs: number[] }[];
}

/** Measures a learner's kernel at the workbook's `url` beside those of Jupyter that are installed. */
export async function measureKernels(url: string, kernels: readonly JupyterKernel[]): Promise<KernelFigures> {
  const learner = await openLearner(url);
  const starts = await learner.starts(7);
  const memory = await learner.memory();
  await learner.runs(runsToWarmUp);
  const peers: { peer: Peer; taken: number[] }[] = [];
  for (const kernel of kernels) {
    const peer = await startPeer(kernel, 3);
    if (peer) peers.push({ peer, taken: [] });
  }
  for (const { peer } of peers) await peer.runs(runsToWarmUp);
  const runs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    runs.push(...(await learner.runs(runsInTurn)));
    for (const { peer, taken } of peers) taken.push(...(await peer.runs(runsInTurn)));
  }
  for (const { peer } of peers) peer.close();
  learner.close();
  const figures = peers.map(({ peer, taken }) => ({
    name: peer.name,
    start: peer.start,
    memory: peer.memory,
    runs: taken,
  }));
  return { starts, runs, memory, peers: figures };
}
