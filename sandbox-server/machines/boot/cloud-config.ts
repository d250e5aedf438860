import { parse } from 'yaml';
import { z } from 'zod';

const commandSchema = z.union([z.string(), z.array(z.union([z.string(), z.number()]))]);
const fileSchema = z.object({
  path: z.string().startsWith('/'),
  content: z.string().default(''),
  encoding: z.enum(['text/plain', 'b64', 'base64']).default('text/plain'),
  permissions: z.union([z.string(), z.number()]).optional(),
  append: z.boolean().default(false),
});

const cloudConfigSchema = z.object({
  hostname: z.string().optional(),
  package_update: z.boolean().default(false),
  packages: z.array(z.union([z.string(), z.array(z.string()).min(1)])).default([]),
  bootcmd: z.array(commandSchema).default([]),
  runcmd: z.array(commandSchema).default([]),
  write_files: z.array(fileSchema).default([]),
  ssh_authorized_keys: z.array(z.string()).default([]),
  final_message: z.string().optional(),
});

/** What cloud-init is asked to do: https://cloudinit.readthedocs.io/en/latest/reference/modules.html */
export type CloudConfig = z.infer<typeof cloudConfigSchema>;

/** The user data is no cloud-config that we can follow; the message says where and why. */
export class InvalidCloudConfig extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InvalidCloudConfig';
  }
}

/** Aliases could make a small text very large: this many may be followed. */
const MOST_ALIASES = 50;

/** Reads `#cloud-config` user data. @throws InvalidCloudConfig */
export function parseCloudConfig(text: string): CloudConfig {
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: MOST_ALIASES, logLevel: 'error' });
  } catch (error) {
    throw new InvalidCloudConfig(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const parsed = cloudConfigSchema.safeParse(document ?? {});
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'document'}: ${message}`,
  );
  throw new InvalidCloudConfig(reasons.join('; '), { cause: parsed.error });
}
