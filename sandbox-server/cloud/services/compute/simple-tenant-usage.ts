import { isoUnzoned } from '../../clock.ts';
import { Fault } from '../../fault.ts';
import { type Call, type Route, route } from '../../route.ts';
import type { Compute } from './compute-parts.ts';
import { phaseView } from './server-phases.ts';
import type { ServerRecord } from './server-records.ts';

const HOUR = 3_600_000;
const WEEKS = 4 * 7 * 24 * HOUR;

interface Period {
  start: number;
  end: number;
  now: number;
}

function periodOf({ query }: Call, now: number): Period {
  const read = (name: string, otherwise: number): number => {
    const text = query.get(name);
    if (text === null) {
      return otherwise;
    }
    const value = Date.parse(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
    if (Number.isNaN(value)) {
      throw new Fault(400, `Datetime is in invalid format`);
    }
    return value;
  };
  const end = read('end', now);
  const start = read('start', end - WEEKS);
  if (start >= end) {
    throw new Fault(400, 'Invalid start time. The start time cannot occur after the end time.');
  }
  return { start, end, now };
}

/** The hours within the period that the server was there for. */
function hours(record: ServerRecord, { start, end, now }: Period): number {
  const from = Math.max(record.launchedAt ?? now, start);
  return Math.max(0, Math.min(end, now) - from) / HOUR;
}

function usageOf(record: ServerRecord, period: Period): object {
  const launched = record.launchedAt ?? record.createdAt;
  return {
    hours: hours(record, period),
    flavor: record.flavor.name,
    instance_id: record.id,
    name: record.name,
    tenant_id: record.project,
    memory_mb: record.flavor.ram,
    local_gb: record.flavor.disk + record.flavor.ephemeral,
    vcpus: record.flavor.vcpus,
    started_at: isoUnzoned(launched),
    ended_at: null,
    state: phaseView(record).vmState,
    uptime: Math.floor((period.now - launched) / 1000),
  };
}

function total(project: string, records: ServerRecord[], period: Period, detailed: boolean): object {
  const sum = (of: (record: ServerRecord) => number): number =>
    records.reduce((all, each) => all + hours(each, period) * of(each), 0);
  return {
    tenant_id: project,
    ...(detailed && { server_usages: records.map((each) => usageOf(each, period)) }),
    total_local_gb_usage: sum((each) => each.flavor.disk + each.flavor.ephemeral),
    total_vcpus_usage: sum((each) => each.flavor.vcpus),
    total_memory_mb_usage: sum((each) => each.flavor.ram),
    total_hours: sum(() => 1),
    start: isoUnzoned(period.start),
    stop: isoUnzoned(period.end),
  };
}

/** How much of the cloud a project used. Servers that are gone are not counted. */
export function simpleTenantUsage({ life, parts }: Compute): Route[] {
  const docs = 'https://docs.openstack.org/api-ref/compute/#usage-reports-os-simple-tenant-usage';
  const launched = (): ServerRecord[] => life.all().filter((each) => each.launchedAt !== null);
  return [
    route({
      method: 'GET',
      path: '/v2.1/os-simple-tenant-usage',
      rule: 'admin',
      policy: 'os_compute_api:os-simple-tenant-usage:list',
      docs,
      run: (call) => {
        const period = periodOf(call, parts.clock.now());
        const byProject = Map.groupBy(launched(), (each) => each.project);
        const detailed = call.query.get('detailed') === '1';
        const usages = [...byProject].map(([project, records]) => total(project, records, period, detailed));
        return { status: 200, body: { tenant_usages: usages } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2.1/os-simple-tenant-usage/{project}',
      docs,
      run: (call) => {
        const project = call.param('project');
        if (project !== call.project && !call.caller.admin) {
          throw new Fault(
            403,
            "Policy doesn't allow os_compute_api:os-simple-tenant-usage:show to be performed.",
          );
        }
        const records = launched().filter((each) => each.project === project);
        const period = periodOf(call, parts.clock.now());
        const usage = records.length === 0 ? {} : total(project, records, period, true);
        return { status: 200, body: { tenant_usage: usage } };
      },
    }),
  ];
}
