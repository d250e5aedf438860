import type { Store } from '../../store.ts';

/** The octets of images. They are read from the store when asked for, and not kept in memory. */
export interface ImageData {
  write(image: string, bytes: Uint8Array): void;
  read(image: string): Uint8Array<ArrayBuffer>;
  remove(image: string): void;
}

/** Octets in a row of the store. */
const CHUNK = 512 * 1024;

/** Keeps the octets in the store, as rows of base64. */
export function openImageData(store: Store): ImageData {
  const name = (image: string): string => `image-data/${image}`;
  const remove = (image: string): void => {
    for (const { id } of [...store.load(name(image))]) {
      store.remove(name(image), id);
    }
  };
  return {
    remove,
    write: (image, bytes) => {
      remove(image);
      for (let offset = 0; offset < bytes.length; offset += CHUNK) {
        const part = bytes.subarray(offset, offset + CHUNK);
        const id = String(offset / CHUNK).padStart(6, '0');
        store.put(name(image), id, JSON.stringify(part.toBase64()));
      }
    },
    read: (image) => {
      const rows = [...store.load(name(image))].sort((first, second) => (first.id < second.id ? -1 : 1));
      const parts = rows.map(({ json }) => Uint8Array.fromBase64(String(JSON.parse(json))));
      const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let offset = 0;
      for (const part of parts) {
        bytes.set(part, offset);
        offset += part.length;
      }
      return bytes;
    },
  };
}
