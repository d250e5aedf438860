import { Fault } from '../../fault.ts';
import { md5 } from '../../md5.ts';
import { type Answer, type Call, type Route, route } from '../../route.ts';
import type { Parts } from '../../service.ts';
import type { Collection } from '../../store.ts';
import type { ImageData } from './image-data.ts';
import { demandImage, demandOwnImage, type ImageRecord } from './image-records.ts';

/** The largest image, and the most that a project's images may have together, in octets. */
const IMAGE_LIMIT = 64 * 1024 * 1024;
const PROJECT_LIMIT = 256 * 1024 * 1024;

/** The size a disk has for the server: a qcow2's own header says; raw octets are what they are. */
export function virtualSize(record: Pick<ImageRecord, 'diskFormat'>, bytes: Uint8Array): number | null {
  if (record.diskFormat === 'raw') {
    return bytes.length;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isQcow = bytes.length >= 32 && view.getUint32(0) === 0x514649fb;
  return record.diskFormat === 'qcow2' && isQcow ? Number(view.getBigUint64(24)) : null;
}

/** The image with its data: active, and with what is computed from it. */
export async function withData(
  record: ImageRecord,
  bytes: Uint8Array<ArrayBuffer>,
  now: number,
): Promise<ImageRecord> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-512', bytes)).toHex();
  return {
    ...record,
    status: 'active',
    size: bytes.length,
    virtualSize: virtualSize(record, bytes),
    checksum: md5(bytes).toHex(),
    hash,
    updatedAt: now,
  };
}

/** `bytes=0-9`, `bytes=10-`, `bytes=-5`, as first and last octet; null when it cannot be served. */
function rangeOf(header: string, size: number): { first: number; last: number } | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === '' && to === '') {
    return null;
  }
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first <= last ? { first, last } : null;
}

function download(record: ImageRecord, bytes: Uint8Array<ArrayBuffer>, range: string | null): Answer {
  const headers = {
    'content-type': 'application/octet-stream',
    'content-md5': record.checksum ?? '',
  };
  if (range === null) {
    return { status: 200, headers, body: bytes };
  }
  const part = rangeOf(range, bytes.length);
  if (!part) {
    throw new Fault(416, `Requested range is not satisfiable: ${range}`);
  }
  const span = `bytes ${part.first}-${part.last}/${bytes.length}`;
  const body = bytes.slice(part.first, part.last + 1);
  return { status: 206, headers: { ...headers, 'content-range': span }, body };
}

function demandUploadable(records: Collection<ImageRecord>, call: Call, id: string): ImageRecord {
  const kind = call.request.headers.get('content-type') ?? '';
  if (kind !== 'application/octet-stream') {
    throw new Fault(415, `The request media type ${kind} is not supported by this server.`);
  }
  const found = demandOwnImage(records, call, id, 'upload_image');
  if (found.status !== 'queued') {
    throw new Fault(409, `Image status transition from ${found.status} to saving is not allowed`);
  }
  if (found.diskFormat === null || found.containerFormat === null) {
    throw new Fault(400, 'Properties disk_format, container_format must be set prior to saving data.');
  }
  return found;
}

/** An image's data, up and down. */
export function imageFile(records: Collection<ImageRecord>, data: ImageData, { clock }: Parts): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/v2/images/{id}/file',
      policy: 'upload_image',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#upload-binary-image-data',
      run: async (call) => {
        const found = demandUploadable(records, call, call.param('id'));
        const used = records
          .where((each) => each.owner === found.owner)
          .reduce((sum, each) => sum + (each.size ?? 0), 0);
        records.put({ ...found, status: 'saving' });
        try {
          const bytes = await call.bytes(Math.min(IMAGE_LIMIT, PROJECT_LIMIT - used));
          const saved = await withData(found, bytes, clock.now());
          data.write(found.id, bytes);
          records.put(saved);
        } catch (error) {
          records.put(found);
          throw error;
        }
        return { status: 204, headers: { 'content-type': 'text/html; charset=UTF-8' } };
      },
    }),
    route({
      method: 'GET',
      path: '/v2/images/{id}/file',
      policy: 'download_image',
      docs: 'https://docs.openstack.org/api-ref/image/v2/#download-binary-image-data',
      run: (call) => {
        const found = demandImage(records, call, call.param('id'));
        if (found.status === 'deactivated' && !call.caller.admin) {
          throw new Fault(403, 'The requested image has been deactivated. Image data download is forbidden.');
        }
        if (found.size === null) {
          return { status: 204 };
        }
        return download(found, data.read(found.id), call.request.headers.get('range'));
      },
    }),
  ];
}
