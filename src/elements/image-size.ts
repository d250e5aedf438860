const pngHeader = 'iVBORw0KGgo';

const bigEndian = (bytes: string, at: number): number =>
  [0, 1, 2, 3].reduce((sum, offset) => sum * 256 + bytes.charCodeAt(at + offset), 0);

const littleEndian = (bytes: string, at: number): number =>
  bytes.charCodeAt(at) + 256 * bytes.charCodeAt(at + 1);

/**
 * The size of a PNG or GIF in pixels, read from the first bytes of its base64 text, so that the page can
 * keep its place before it is drawn; undefined for other formats.
 */
export const imageSize = (mime: string, base64: string): { width: number; height: number } | undefined => {
  const bytes = atob(base64.slice(0, 32));
  if (mime === 'image/png' && base64.startsWith(pngHeader) && bytes.length >= 24) {
    return { width: bigEndian(bytes, 16), height: bigEndian(bytes, 20) };
  }
  if (mime === 'image/gif' && bytes.startsWith('GIF8')) {
    return { width: littleEndian(bytes, 6), height: littleEndian(bytes, 8) };
  }
  return undefined;
};
