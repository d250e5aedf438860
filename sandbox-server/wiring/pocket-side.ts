import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { type Clock, systemClock } from '../cloud/clock.ts';
import type { Observe } from '../cloud/cloud.ts';
import { openPocketCloud } from '../cloud/pocket-cloud.ts';
import { topologyOfCloud } from '../cloud/services/network/network-service.ts';
import type { DataFolder } from '../data-folder.ts';
import { FileDisks } from '../disks.ts';
import type { Renderer } from '../faafo/julia/rendering.ts';
import { createRenderThreads } from '../faafo/julia/threads.ts';
import type { Learner } from '../learners/learners.ts';
import { Hypervisor } from '../machines/hypervisor.ts';
import { VirtualNetwork } from '../machines/network/network.ts';
import type { OutsideHost } from '../machines/network/outside.ts';
import type { TopologySource } from '../machines/network/topology.ts';
import { outsideHosts } from '../machines/outside-hosts.ts';
import type { Program } from '../machines/program.ts';
import { faafoPrograms } from '../machines/programs/faafo.ts';
import { serverPrograms } from '../machines/programs/server-programs.ts';
import { systemPrograms } from '../machines/programs/system-programs.ts';
import { Workstations } from '../machines/workstations.ts';
import { sqliteStore } from '../sqlite-store.ts';
import { type CloudSide, NotYours } from './cloud-side.ts';
import { FractalFeed } from './fractal-feed.ts';
import { openTerminals } from './terminals.ts';

const installScript = join(import.meta.dirname, '..', 'faafo', 'install.sh');

/** What the pocket cloud's side is made of. */
export interface PocketSideParts {
  folder: DataFolder;
  adminPassword: string;
  /** Sees what the cloud's services ask of each other. */
  observe: Observe;
  /** The cloud as it is seen from outside: what a learner's own machine reaches. */
  reach(request: Request): Promise<Response>;
  report(error: unknown): void;
}

/** Lets a browser's requests into the virtual network, as from outside of it. */
const fromOutside = (network: VirtualNetwork): CloudSide['network'] => ({
  async fetch(address, port, request) {
    const connection = await network.connect({ from: 'outside', to: address, port, signal: request.signal });
    if (connection.kind === 'http') return connection.fetch(request);
    const message = `What listens on ${address}, port ${port}, does not speak HTTP.`;
    return Response.json({ error: { message } }, { status: 502 });
  },
});

/** Traces the way from outside to an address, for the learner whose it is. */
const tracing =
  (network: VirtualNetwork, topology: TopologySource): CloudSide['trace'] =>
  async (learner, address, port) => {
    const { floatingIps, ports } = topology();
    const leadsTo = floatingIps.find((each) => each.address === address)?.port;
    const owner = ports.find((each) => each.id === leadsTo)?.project;
    if (!isIPv4(address) || (owner !== undefined && owner !== learner.projectId)) throw new NotYours(address);
    return network.trace({ from: 'outside', to: address, port, protocol: 'tcp' });
  };

/** A network that reaches the hosts of the internet that the lessons speak of. */
function openNetwork(topology: TopologySource, clock: Clock): VirtualNetwork {
  const network = new VirtualNetwork({ topology, clock });
  const internet = outsideHosts({ installScript: readFileSync(installScript, 'utf8') });
  for (const host of internet) network.addOutsideHost(host);
  return network;
}

/** The name by which machines find the cloud's API, as a public cloud has one. */
const CLOUD_NAME = 'cloud.example';

/** The cloud's API as a host of the internet. */
const cloudHost = (reach: PocketSideParts['reach']): OutsideHost => ({
  names: [CLOUD_NAME],
  address: '192.0.2.30',
  services: { 80: { kind: 'http', fetch: reach } },
});

/** What machines can run; faafo draws with the renderer, and what it draws is fed to the pages. */
const programsOf = (renderer: Renderer, feed: FractalFeed): ReadonlyMap<string, Program> =>
  new Map([
    ...systemPrograms,
    ...serverPrograms,
    ...faafoPrograms({
      renderer,
      progress: (machine, event) => feed.progress(machine.card.project, machine.hostname, event),
    }),
  ]);

/** The pocket cloud with its machines and their network, as they were when the server last stopped. */
export async function openPocketSide({
  folder,
  adminPassword,
  observe,
  reach,
  report,
}: PocketSideParts): Promise<CloudSide> {
  const clock = systemClock;
  const renderer = await createRenderThreads();
  const feed = new FractalFeed();
  const network = openNetwork(() => topology(), clock);
  network.addOutsideHost(cloudHost(reach));
  const disks = new FileDisks(join(folder.path, 'machines'));
  const programs = programsOf(renderer, feed);
  const hypervisor = new Hypervisor({ network, disks, clock, programs, failed: report });
  const store = sqliteStore(folder.database);
  const cloud = await openPocketCloud({ store, clock, hypervisor, adminPassword, observe, report });
  const topology = topologyOfCloud(cloud);
  await hypervisor.adopt(await cloud.serverCards());
  await hypervisor.resume();
  const workstationDisks = new FileDisks(join(folder.path, 'workstations'));
  const workstations = new Workstations({
    network,
    disks: workstationDisks,
    clock,
    programs,
    failed: report,
  });
  const terminals = openTerminals({ hypervisor, workstations, cloud: `http://${CLOUD_NAME}`, report });
  /** Ends what a learner has outside of the cloud itself. */
  const leave = (learner: Learner): void => {
    terminals.close(learner);
    workstations.reset(learner.projectId);
  };

  return {
    name: 'pocket',
    door: cloud,
    accounts: cloud,
    userOf: (token) => cloud.userOf(token),
    network: fromOutside(network),
    trace: tracing(network, topology),
    async reset(learner) {
      leave(learner);
      await cloud.purgeProject(learner.projectId);
      feed.forget(learner.projectId);
    },
    terminals: terminals.of,
    async remove(learner) {
      leave(learner);
      await cloud.removeLearner(learner);
      feed.forget(learner.projectId);
    },
    removes: true,
    watchFractals: (learner, read) => feed.watch(learner.projectId, read),
    async close() {
      terminals.closeAll();
      workstations.close();
      workstationDisks.close();
      await cloud.close();
      await hypervisor.close();
      await renderer.close();
      disks.close();
    },
  };
}
