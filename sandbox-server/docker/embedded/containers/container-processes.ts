import { z } from 'zod';
import type { Process } from '../../../machines/processes.ts';
import { flag, flagOn } from '../query.ts';
import { none, type Route, route } from '../route.ts';
import { streamed } from '../streaming.ts';
import type { Container } from './container.ts';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 16);

/** `HH:MM:SS` of processor time. */
function processorTime({ computed }: Process): string {
  const seconds = computed / 1000;
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** The processes of a container as `ps` on the host shows them. */
function topView(container: Container, style: string): object {
  const { machine, host } = container;
  const seen = machine.processes.list().flatMap(({ pid }) => machine.processes.seenOutside(pid) ?? []);
  const total = machine.card.flavor.ram * 1024;
  if (/u/.test(style) && !style.startsWith('-'))
    return {
      Titles: ['USER', 'PID', '%CPU', '%MEM', 'VSZ', 'RSS', 'TTY', 'STAT', 'START', 'TIME', 'COMMAND'],
      Processes: seen.map((process) => {
        const memory = Math.round(host.memoryOf(container) / 1024 / Math.max(1, seen.length));
        return [
          process.user,
          String(process.pid),
          '0.0',
          ((100 * memory) / total).toFixed(1),
          String(4 * memory),
          String(memory),
          '?',
          'Ss',
          clockTime(process.startedAt),
          processorTime(process).slice(3),
          process.command,
        ];
      }),
    };
  return {
    Titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
    Processes: seen.map((process) => [
      process.user,
      String(process.pid),
      String(process.parent),
      '0',
      clockTime(process.startedAt),
      '?',
      processorTime(process),
      process.command,
    ]),
  };
}

interface Reading {
  readonly at: number;
  /** Milliseconds of processor time. */
  readonly computed: number;
}

function read({ host, machine }: Container): Reading {
  return {
    at: host.clock.now(),
    computed: machine.processes.list().reduce((sum, process) => sum + process.computed, 0),
  };
}

const NANOSECONDS = 1_000_000;

function cpuView(container: Container, { at, computed }: Reading): object {
  const total = Math.round(computed * NANOSECONDS);
  const online = container.host.machine.card.flavor.vcpus;
  return {
    cpu_usage: { total_usage: total, usage_in_kernelmode: 0, usage_in_usermode: total },
    system_cpu_usage: at * NANOSECONDS * online,
    online_cpus: online,
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
}

/** What a container uses. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerStats */
function statsView(container: Container, before: Reading, now: Reading): object {
  const { host, machine, record, isUp } = container;
  const limit = record.hostConfig.Memory || host.machine.card.flavor.ram * 1024 * 1024;
  const zero = {
    cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  };
  return {
    read: isUp ? new Date(now.at).toISOString() : '0001-01-01T00:00:00Z',
    preread: before === now ? '0001-01-01T00:00:00Z' : new Date(before.at).toISOString(),
    pids_stats: isUp ? { current: machine.processes.list().length, limit: machine.limits.processes } : {},
    blkio_stats: {
      io_service_bytes_recursive: null,
      io_serviced_recursive: null,
      io_queue_recursive: null,
      io_service_time_recursive: null,
      io_wait_time_recursive: null,
      io_merged_recursive: null,
      io_time_recursive: null,
      sectors_recursive: null,
    },
    num_procs: 0,
    storage_stats: {},
    cpu_stats: isUp ? cpuView(container, now) : zero,
    precpu_stats: isUp && before !== now ? cpuView(container, before) : zero,
    memory_stats: isUp ? { usage: Math.round(host.memoryOf(container)), stats: {}, limit } : {},
    name: `/${container.name}`,
    id: container.id,
    ...(isUp && {
      networks: Object.fromEntries(
        machine.card.ports.map(({ device = 'eth0' }) => [
          device,
          {
            rx_bytes: 0,
            rx_packets: 0,
            rx_errors: 0,
            rx_dropped: 0,
            tx_bytes: 0,
            tx_packets: 0,
            tx_errors: 0,
            tx_dropped: 0,
          },
        ]),
      ),
    }),
  };
}

const SECOND = 1000;

/** What runs in a container and what it uses. */
export const containerProcesses: readonly Route[] = [
  route({
    method: 'GET',
    path: '/containers/{id}/top',
    query: z.object({ ps_args: z.string().default('-ef') }),
    body: none,
    docs: 'Container/operation/ContainerTop',
    run: ({ host, param, query }) => {
      const container = host.demand(param('id'));
      container.demandUp();
      return { json: topView(container, query.ps_args) };
    },
  }),
  route({
    method: 'GET',
    path: '/containers/{id}/stats',
    query: z.object({ stream: flagOn, 'one-shot': flag }),
    body: none,
    docs: 'Container/operation/ContainerStats',
    run: async ({ host, param, query }) => {
      const container = host.demand(param('id'));
      let before = read(container);
      if (query['one-shot']) return { json: statsView(container, before, before) };
      return streamed(async ({ json, signal }) => {
        if (query.stream) json(statsView(container, before, before));
        do {
          const left = await host.clock.wait(SECOND, signal).then(
            () => false,
            () => true,
          );
          if (left) return;
          const now = read(container);
          json(statsView(container, before, now));
          before = now;
        } while (query.stream && !signal.aborted);
      });
    },
  }),
];
