import type { HostOrder, ResourceOrder } from '../engine-api/host-order.ts';
import type { Limits } from './limits.ts';
import { badRequest, forbidden } from './refusal.ts';

const mebibyte = 2 ** 20;
/** Less than this, and no container starts. */
const leastMemory = 6 * mebibyte;

const within = (value: number, most: number, what: string, unit: string, size: number): number => {
  if (value <= most) return value;
  throw forbidden(`${what}: at most ${most / size} ${unit} for one container here.`);
};

/** Memory, without any swap beside it. What nobody has set is the usual. */
function memory({ Memory = 0, MemoryReservation = 0 }: ResourceOrder, { memory: limit }: Limits) {
  if (Memory > 0 && Memory < leastMemory) throw badRequest('Minimum memory limit allowed is 6MB');
  const bytes = within(Memory || limit.usual, limit.most, 'Memory', 'MiB', mebibyte);
  return { Memory: bytes, MemorySwap: bytes, MemoryReservation: Math.min(MemoryReservation, bytes) };
}

/** Processors, by whichever of Docker's two spellings they were asked for. */
function processors(order: ResourceOrder, { processors: limit }: Limits) {
  const { NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0 } = order;
  const period = CpuPeriod || 100_000;
  if (NanoCpus > 0 && (CpuQuota > 0 || CpuPeriod > 0))
    throw badRequest('Conflicting options: Nano CPUs and CPU Period cannot both be set.');
  const asked = CpuQuota > 0 ? (CpuQuota / period) * 1e9 : NanoCpus;
  const share = within(asked || limit.usual, limit.most, 'Processors', 'processors', 1e9);
  return CpuQuota > 0 ? { CpuPeriod: period, CpuQuota } : { NanoCpus: Math.round(share) };
}

const processes = ({ PidsLimit = 0 }: ResourceOrder, { processes: limit }: Limits): number =>
  within(PidsLimit > 0 ? PidsLimit : limit.usual, limit.most, 'Processes', 'processes', 1);

/** What a container gets of this computer: always bounded, whatever was asked. */
export function boundedResources(order: ResourceOrder, limits: Limits) {
  return {
    ...memory(order, limits),
    ...processors(order, limits),
    CpuShares: Math.min(order.CpuShares || 512, 1024),
    PidsLimit: processes(order, limits),
    ...(order.CpusetCpus && { CpusetCpus: order.CpusetCpus }),
    ...(order.BlkioWeight && { BlkioWeight: order.BlkioWeight }),
  };
}

/** What `update` changes: only what was named, within the same bounds. */
export function changedResources(order: ResourceOrder, limits: Limits) {
  const { Memory, NanoCpus, CpuQuota, CpuPeriod, PidsLimit, CpuShares, CpusetCpus, RestartPolicy } = order;
  return {
    ...(Memory && memory(order, limits)),
    ...((NanoCpus || CpuQuota || CpuPeriod) && processors(order, limits)),
    ...(PidsLimit !== undefined && PidsLimit !== 0 && { PidsLimit: processes(order, limits) }),
    ...(CpuShares && { CpuShares: Math.min(CpuShares, 1024) }),
    ...(CpusetCpus && { CpusetCpus }),
    ...(RestartPolicy && { RestartPolicy }),
  };
}

/** Limits of each process: nobody may open more files than the bound, and no core is written. */
export function ulimits(order: HostOrder, { files, processes: limit }: Limits) {
  const most: Record<string, number> = {
    nofile: files,
    nproc: limit.most,
    core: 0,
    memlock: 65_536,
    msgqueue: 819_200,
    nice: 0,
    rtprio: 0,
  };
  const asked = new Map((order.Ulimits ?? []).map((each) => [each.Name as string, each]));
  const bounded = [...asked.values()].map(({ Name, Soft, Hard }) => {
    const bound = most[Name];
    if (bound === undefined) return { Name, Soft, Hard };
    if (Hard < 0 || Hard > bound || Soft < 0 || Soft > bound)
      throw forbidden(`ulimit ${Name}: at most ${bound} for one container here.`);
    return { Name, Soft, Hard };
  });
  if (!asked.has('nofile')) bounded.push({ Name: 'nofile', Soft: Math.min(1024, files), Hard: files });
  if (!asked.has('core')) bounded.push({ Name: 'core', Soft: 0, Hard: 0 });
  return bounded;
}

const units: Record<string, number> = { '': 1, b: 1, k: 1024, m: mebibyte, g: 1024 * mebibyte };

/** A size as Docker writes it, such as `10m`, in bytes; undefined when it is none. */
export function readSize(text: string): number | undefined {
  const match = /^(\d{1,12})([kmg]?)b?$/i.exec(text.trim());
  return match ? Number(match[1]) * (units[(match[2] ?? '').toLowerCase()] ?? 1) : undefined;
}

/** The log that the engine keeps of what a container prints, never longer than the bound. */
export function boundedLog({ LogConfig }: HostOrder, { log }: Limits) {
  const type = LogConfig?.Type || 'json-file';
  const given = LogConfig?.Config ?? {};
  for (const name of Object.keys(given))
    if (!['max-size', 'max-file', 'compress', 'mode'].includes(name))
      throw forbidden(`The option ${name} of the log is not offered; max-size and max-file are.`);
  if (type === 'none') return { Type: 'none', Config: {} };
  const size = Math.min(readSize(given['max-size'] ?? '') ?? log.size, log.size);
  const files = Math.min(Math.max(Number.parseInt(given['max-file'] ?? '', 10) || log.files, 1), log.files);
  return { Type: type, Config: { 'max-size': String(size), 'max-file': String(files) } };
}
