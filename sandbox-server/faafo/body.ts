/** A body larger than its reader takes. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}

/**
 * Reads a body as text, giving up as soon as it is too large.
 * @param limit in bytes
 * @throws {BodyTooLarge}
 */
export async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new BodyTooLarge();
  const decoder = new TextDecoder();
  let length = 0;
  let text = '';
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > limit) throw new BodyTooLarge();
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
