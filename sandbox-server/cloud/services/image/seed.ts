import { z } from 'zod';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import type { ImageData } from './image-data.ts';
import { withData } from './image-file.ts';
import { type ImageRecord, newImage } from './image-records.ts';

const GIB = 1024 ** 3;

const IMAGES = [
  { name: 'cirros-0.6.3', distro: 'cirros', version: '0.6.3', size: 64 * 1024, user: 'cirros' },
  { name: 'debian-12', distro: 'debian', version: '12', size: 192 * 1024, user: 'debian' },
  { name: 'ubuntu-24.04', distro: 'ubuntu', version: '24.04', size: 256 * 1024, user: 'ubuntu' },
];

/**
 * The octets of an image: a qcow2 header that says one GiB, then octets that depend on the name alone. The
 * simulated machines need none; what is downloaded has the size and the checksums that are shown.
 */
function imageBytes(name: string, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  for (let index = 0; index < size; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x514649fb);
  view.setUint32(4, 3);
  view.setBigUint64(8, 0n);
  view.setUint32(16, 0);
  view.setUint32(20, 16);
  view.setBigUint64(24, BigInt(GIB));
  return bytes;
}

const projectList = z.object({ projects: z.array(z.object({ id: z.string() })) });

async function adminProject({ fetch }: Parts): Promise<string> {
  const response = await fetch('/identity/v3/projects?name=admin&domain_id=default');
  return projectList.parse(await response.json()).projects[0]?.id ?? 'admin';
}

/** Gives a new cloud its public images. A cloud that has images keeps what it has. */
export async function seedImages(
  records: Collection<ImageRecord>,
  data: ImageData,
  parts: Parts,
): Promise<void> {
  if (records.all().length > 0) {
    return;
  }
  const owner = await adminProject(parts);
  const now = parts.clock.now();
  for (const { name, distro, version, size, user } of IMAGES) {
    const bytes = imageBytes(name, size);
    const record: ImageRecord = {
      ...newImage(parts, owner),
      name,
      visibility: 'public',
      diskFormat: 'qcow2',
      containerFormat: 'bare',
      properties: { os_distro: distro, os_version: version, os_admin_user: user, architecture: 'x86_64' },
    };
    data.write(record.id, bytes);
    records.put(await withData(record, bytes, now));
  }
}
