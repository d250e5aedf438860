import { z } from 'zod';
import type { Learner } from '../learners/learners.ts';
import type { CloudDoor } from './cloud.ts';

const catalog = z.object({
  token: z.object({
    catalog: z.array(
      z.object({
        type: z.string(),
        endpoints: z.array(z.object({ interface: z.string(), url: z.string() })),
      }),
    ),
  }),
});
const servers = z.object({
  servers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      status: z.string(),
      created: z.string(),
      flavor: z.object({ original_name: z.string().optional(), id: z.string().optional() }),
      image: z.union([z.object({ id: z.string() }), z.literal('')]),
      security_groups: z.array(z.object({ name: z.string() })).optional(),
      addresses: z.record(
        z.string(),
        z.array(z.object({ addr: z.string(), 'OS-EXT-IPS:type': z.enum(['fixed', 'floating']) })),
      ),
    }),
  ),
});
const images = z.object({ images: z.array(z.object({ id: z.string(), name: z.string().nullable() })) });
const networks = z.object({
  networks: z.array(z.object({ id: z.string(), name: z.string(), 'router:external': z.boolean() })),
});
const floatingIps = z.object({
  floatingips: z.array(
    z.object({ id: z.string(), floating_ip_address: z.string(), fixed_ip_address: z.string().nullable() }),
  ),
});
const groups = z.object({
  security_groups: z.array(z.object({ name: z.string(), security_group_rules: z.array(z.unknown()) })),
});

/** A cloud that would not answer one of the calls of an overview. */
export class OverviewError extends Error {
  override name = 'OverviewError';
  readonly status = 502;
}

/** Calls a cloud as one learner, by its ordinary APIs, so that an overview shows what any client would see. */
class LearnerCalls {
  readonly #cloud: CloudDoor;
  readonly #token: string;
  readonly #endpoints: Map<string, string>;

  private constructor(cloud: CloudDoor, token: string, endpoints: Map<string, string>) {
    this.#cloud = cloud;
    this.#token = token;
    this.#endpoints = endpoints;
  }

  static async begin(cloud: CloudDoor, learner: Learner, origin: string): Promise<LearnerCalls> {
    const user = { name: learner.username, domain: { name: 'Default' }, password: learner.password };
    const auth = {
      identity: { methods: ['password'], password: { user } },
      scope: { project: { id: learner.projectId } },
    };
    const answer = await cloud.fetch(
      new Request(`${origin}/cloud/identity/v3/auth/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ auth }),
      }),
    );
    if (answer.status !== 201) throw new OverviewError(`The cloud gave no token (${answer.status}).`);
    const body = catalog.parse(await answer.json());
    const endpoints = body.token.catalog.map(
      (service) =>
        [service.type, service.endpoints.find((end) => end.interface === 'public')?.url ?? ''] as const,
    );
    return new LearnerCalls(cloud, answer.headers.get('x-subject-token') ?? '', new Map(endpoints));
  }

  async get<Shape extends z.ZodType>(service: string, path: string, shape: Shape): Promise<z.infer<Shape>> {
    const url = `${this.#endpoints.get(service) ?? ''}${path}`;
    const answer = await this.#cloud.fetch(new Request(url, { headers: { 'x-auth-token': this.#token } }));
    if (!answer.ok)
      throw new OverviewError(`The ${service} service answered ${answer.status} to GET ${path}.`);
    return shape.parse(await answer.json());
  }
}

/** What a learner has in their cloud at this moment, in the words of the panel beside a lesson. */
export async function overview(cloud: CloudDoor, learner: Learner, origin: string) {
  const calls = await LearnerCalls.begin(cloud, learner, origin);
  const mine = `?project_id=${learner.projectId}`;
  const [all, pictures, nets, floating, security] = await Promise.all([
    calls.get('compute', '/servers/detail', servers),
    calls.get('image', '/v2/images', images),
    calls.get('network', `/v2.0/networks${mine}`, networks),
    calls.get('network', `/v2.0/floatingips${mine}`, floatingIps),
    calls.get('network', `/v2.0/security-groups${mine}`, groups),
  ]);
  const imageNames = new Map(pictures.images.map((image) => [image.id, image.name]));
  const list = all.servers.map((server) => ({
    id: server.id,
    name: server.name,
    status: server.status,
    created: server.created,
    flavor: server.flavor.original_name ?? server.flavor.id ?? '',
    image: server.image === '' ? '' : (imageNames.get(server.image.id) ?? server.image.id),
    groups: (server.security_groups ?? []).map((group) => group.name),
    addresses: Object.values(server.addresses)
      .flat()
      .map((address) => ({ address: address.addr, type: address['OS-EXT-IPS:type'] })),
  }));
  return {
    project: learner.projectName,
    servers: list,
    networks: nets.networks.map(({ id, name }) => ({ id, name })),
    floating_ips: floating.floatingips.map((ip) => ({
      address: ip.floating_ip_address,
      server:
        list.find((server) => server.addresses.some(({ address }) => address === ip.floating_ip_address))
          ?.name ?? null,
    })),
    groups: security.security_groups.map((group) => ({
      name: group.name,
      rules: group.security_group_rules.length,
    })),
  };
}
