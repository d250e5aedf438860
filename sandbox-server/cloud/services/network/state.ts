import { openQuotas, type Quotas } from '../../quota.ts';
import type { Parts } from '../../service.ts';
import { type Collection, collection } from '../../store.ts';
import { type FloatingIpRecord, floatingIpRecord } from './floating-ips.ts';
import { type NetworkRecord, networkRecord } from './networks.ts';
import { type PortRecord, portRecord } from './ports.ts';
import { QUOTA_DEFAULTS, type QuotaName } from './quota-check.ts';
import { type RouterRecord, routerRecord } from './routers.ts';
import { type RuleRecord, ruleRecord } from './security-group-rules.ts';
import { type GroupRecord, groupRecord } from './security-groups.ts';
import { type SubnetRecord, subnetRecord } from './subnets.ts';
import { watched } from './watched.ts';

/** All that the network service keeps. */
export interface NetworkState extends Pick<Parts, 'clock' | 'ids'> {
  networks: Collection<NetworkRecord>;
  subnets: Collection<SubnetRecord>;
  ports: Collection<PortRecord>;
  routers: Collection<RouterRecord>;
  floatingIps: Collection<FloatingIpRecord>;
  groups: Collection<GroupRecord>;
  rules: Collection<RuleRecord>;
  quotas: Quotas<QuotaName>;
  /** Grows with every change: what is derived from the records can be kept for as long as it stays. */
  version(): number;
}

/** Opens what `store` keeps of the network service. */
export function openNetworkState({
  store,
  clock,
  ids,
}: Pick<Parts, 'store' | 'clock' | 'ids'>): NetworkState {
  let version = 0;
  const changed = (): void => {
    version += 1;
  };
  const open = <T extends { id: string }>(...given: Parameters<typeof collection<T>>) =>
    watched(collection<T>(...given), changed);
  return {
    clock,
    ids,
    networks: open(store, 'networks', networkRecord),
    subnets: open(store, 'subnets', subnetRecord),
    ports: open(store, 'ports', portRecord),
    routers: open(store, 'routers', routerRecord),
    floatingIps: open(store, 'floating-ips', floatingIpRecord),
    groups: open(store, 'security-groups', groupRecord),
    rules: open(store, 'security-group-rules', ruleRecord),
    quotas: openQuotas(store, 'network-quotas', QUOTA_DEFAULTS),
    version: () => version,
  };
}
