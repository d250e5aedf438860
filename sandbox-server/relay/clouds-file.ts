import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const cloudEntry = z.object({
  auth: z.object({
    auth_url: z.url(),
    username: z.string().optional(),
    user_id: z.string().optional(),
    password: z.string().optional(),
    user_domain_name: z.string().optional(),
    user_domain_id: z.string().optional(),
    project_name: z.string().optional(),
    project_id: z.string().optional(),
    project_domain_name: z.string().optional(),
    project_domain_id: z.string().optional(),
    application_credential_id: z.string().optional(),
    application_credential_secret: z.string().optional(),
  }),
  region_name: z.string().optional(),
  interface: z.enum(['public', 'internal', 'admin']).default('public'),
});
const cloudsFile = z.object({ clouds: z.record(z.string(), z.unknown()) });

/** One entry of a `clouds.yaml`: where a cloud is, and who we are there. */
export type CloudEntry = z.infer<typeof cloudEntry>;

/** A cloud that is not to be found, or an entry that does not say enough; the message tells what to write. */
export class CloudsFileError extends Error {
  override name = 'CloudsFileError';
}

/** Where clients of OpenStack look, in their order (https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html). */
export function usualPlaces(folder: string): string[] {
  return [
    join(folder, 'clouds.yaml'),
    join(homedir(), '.config', 'openstack', 'clouds.yaml'),
    '/etc/openstack/clouds.yaml',
  ];
}

/** Reads the cloud `name` from the first of `places` that exists; throws a {@link CloudsFileError}. */
export function readCloud(name: string, places: readonly string[]): CloudEntry {
  const file = places.find((place) => existsSync(place));
  if (file === undefined) {
    throw new CloudsFileError(
      `WORKBOOK_CLOUD is "${name}", but there is no clouds.yaml. Put one at ${places.join(' or ')}.`,
    );
  }
  const read = cloudsFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new CloudsFileError(`${file} has no "clouds:" with entries below it.`);
  const { clouds } = read.data;
  if (!Object.hasOwn(clouds, name)) {
    throw new CloudsFileError(
      `${file} has no cloud "${name}"; it has ${Object.keys(clouds).join(', ') || 'none'}. Set WORKBOOK_CLOUD to one of them, or to "pocket".`,
    );
  }
  const entry = cloudEntry.safeParse(clouds[name]);
  if (entry.success) return entry.data;
  const issue = entry.error.issues[0];
  throw new CloudsFileError(
    `${file}: clouds.${name}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`,
  );
}
