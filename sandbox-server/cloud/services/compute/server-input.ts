import { z } from 'zod';
import { pythonRepr } from '../../schema-words.ts';
import { asOf } from './as-of.ts';
import { count, ipv4, ipv6, metadata, name, tag, truth, uuid } from './inputs.ts';

const imageRef = z.string().refine((text) => text === '' || uuid.safeParse(text).success, {
  error: (issue) => `${pythonRepr(issue.input)} is not valid under any of the given schemas`,
});
const requestedNetwork = z.strictObject({
  uuid: z.string().optional(),
  port: uuid.nullable().optional(),
  fixed_ip: z.union([ipv4, ipv6]).optional(),
  tag: z.string().optional(),
});
const blockDevice = z
  .object({
    boot_index: z.union([z.int(), z.string(), z.null()]).optional(),
    uuid: z.string().nullable().optional(),
    source_type: z.enum(['volume', 'image', 'snapshot', 'blank']),
    destination_type: z.enum(['local', 'volume']).optional(),
    delete_on_termination: truth.optional(),
  })
  .loose();
const hints = z.object({ group: uuid.optional() }).loose();
const diskConfig = z.enum(['AUTO', 'MANUAL']);

const members = {
  name,
  flavorRef: z.union([z.string().min(1), z.int()]).transform(String),
  imageRef: imageRef.optional(),
  key_name: z.string().min(1).max(255).optional(),
  metadata: metadata.optional(),
  networks: z.array(requestedNetwork).optional(),
  security_groups: z.array(z.strictObject({ name: z.string() })).optional(),
  user_data: z.string().max(65_535).nullable().optional(),
  availability_zone: z.string().min(1).max(255).optional(),
  min_count: count(1).optional(),
  max_count: count(1).optional(),
  return_reservation_id: truth.optional(),
  config_drive: truth.optional(),
  adminPass: z.string().optional(),
  accessIPv4: ipv4.optional(),
  accessIPv6: ipv6.optional(),
  'OS-DCF:diskConfig': diskConfig.optional(),
  block_device_mapping: z.array(z.looseObject({})).optional(),
  block_device_mapping_v2: z.array(blockDevice).optional(),
  personality: z.array(z.looseObject({})).optional(),
  'os:scheduler_hints': hints.optional(),
  description: z.string().max(255).nullable().optional(),
  tags: z.array(tag).max(50).optional(),
  trusted_image_certificates: z.array(z.string()).nullable().optional(),
  host: z.string().optional(),
  hypervisor_hostname: z.string().optional(),
  hostname: z.string().min(1).max(63).optional(),
};
const oldServer = z.strictObject(members);
const newServer = z.strictObject({
  ...members,
  networks: z.union([z.array(requestedNetwork), z.enum(['none', 'auto'])]).optional(),
});

const HISTORY = {
  added: {
    description: 19,
    tags: 52,
    trusted_image_certificates: 63,
    host: 74,
    hypervisor_hostname: 74,
    hostname: 90,
  },
  removed: { personality: 57 },
  required: { networks: 37 },
};
const outer = {
  'os:scheduler_hints': hints.optional(),
  'OS-SCH-HNT:scheduler_hints': hints.optional(),
};

/** A server to be made. */
export interface ServerOrder {
  server: z.infer<typeof newServer>;
  'os:scheduler_hints'?: z.infer<typeof hints> | undefined;
  'OS-SCH-HNT:scheduler_hints'?: z.infer<typeof hints> | undefined;
}

/** What `POST /servers` takes in this microversion. */
export function serverInput(microversion: number): z.ZodType<ServerOrder> {
  return microversion >= 37
    ? z.strictObject({ server: asOf(newServer, HISTORY, microversion), ...outer })
    : z.strictObject({ server: asOf(oldServer, HISTORY, microversion), ...outer });
}

const update = z.strictObject({
  name: name.optional(),
  'OS-DCF:diskConfig': diskConfig.optional(),
  accessIPv4: ipv4.optional(),
  accessIPv6: ipv6.optional(),
  description: z.string().max(255).nullable().optional(),
  hostname: z.string().min(1).max(63).optional(),
});

/** What may be changed of a server. */
export type ServerUpdate = z.infer<typeof update>;

/** What `PUT /servers/{id}` takes in this microversion. */
export const serverUpdateInput = (microversion: number) =>
  z.strictObject({ server: asOf(update, { added: { description: 19, hostname: 90 } }, microversion) });
