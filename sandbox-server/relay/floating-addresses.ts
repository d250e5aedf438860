import { z } from 'zod';
import type { RealCloud } from './real-cloud.ts';

const floatingIps = z.object({ floatingips: z.array(z.object({ floating_ip_address: z.string() })) });

/** The floating IPs of the project: the only addresses of a real network that the proxy leads to. */
export class FloatingAddresses {
  readonly #cloud: RealCloud;

  constructor(cloud: RealCloud) {
    this.#cloud = cloud;
  }

  /** Whether an address is one of them at this moment. */
  async includes(address: string): Promise<boolean> {
    const { token, endpoints, body } = await this.#cloud.access();
    const network = endpoints.get('network');
    if (network === undefined) return false;
    const query = `project_id=${body.token.project.id}&floating_ip_address=${encodeURIComponent(address)}`;
    const answer = await this.#cloud.send(
      new Request(`${network.root}/v2.0/floatingips?${query}`, { headers: { 'x-auth-token': token } }),
    );
    if (!answer.ok) return false;
    const { floatingips } = floatingIps.parse(await answer.json());
    return floatingips.some((floating) => floating.floating_ip_address === address);
  }
}
