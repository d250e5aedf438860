/** What is known of a call that failed. */
export interface Failure {
  /** The HTTP status; 0 when nothing answered at all. */
  readonly status: number;
  /** The service's type in the catalog: `compute`, `network`, `image`, `identity`. */
  readonly service: string;
  readonly method: string;
  readonly url: string;
  /** What the service itself said, word for word. */
  readonly words: string;
  /** The id under which the operators of the cloud find this call in their logs. */
  readonly requestId: string | null;
}

/**
 * A call that OpenStack refused, or that nobody answered.
 *
 * @example
 * try {
 *   await cloud.compute.flavors.get('99');
 * } catch (error) {
 *   if (error instanceof OpenStackError && error.status === 404) console.log(error.words);
 *   else throw error;
 * }
 */
export class OpenStackError extends Error implements Failure {
  override readonly name = 'OpenStackError';
  readonly status: number;
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly words: string;
  readonly requestId: string | null;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(sentence(failure), options);
    this.status = failure.status;
    this.service = failure.service;
    this.method = failure.method;
    this.url = failure.url;
    this.words = failure.words;
    this.requestId = failure.requestId;
  }
}

/** Makes the error of an answer whose status says that the call failed. */
export async function refusal(
  service: string,
  request: { method: string; url: string },
  response: Response,
): Promise<OpenStackError> {
  const body = await response.text();
  return new OpenStackError({
    status: response.status,
    service,
    method: request.method,
    url: request.url,
    words: wordsOf(body) || response.statusText || 'no reason given',
    requestId:
      response.headers.get('x-openstack-request-id') ?? response.headers.get('x-compute-request-id') ?? null,
  });
}

function sentence({ status, service, words, requestId }: Failure): string {
  if (status === 0) return words;
  const request = requestId === null ? '' : ` (${requestId})`;
  return `${status} from ${service}: ${words}${request}`;
}

/**
 * The reason inside an error body. Each service spells it in its own way: Nova
 * `{"itemNotFound": {"message": …}}`, Keystone `{"error": {"message": …}}`, Neutron
 * `{"NeutronError": {"message": …}}`, Glance a small page of HTML.
 */
export function wordsOf(body: string): string {
  const found = messageIn(json(body));
  if (found !== null) return found;
  return body
    .replace(/<title>[^<]*<\/title>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function messageIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('message' in value && typeof value.message === 'string') return value.message;
  for (const inner of Object.values(value)) {
    const found = messageIn(inner);
    if (found !== null) return found;
    if (typeof inner === 'string' && Object.keys(value).length === 1) return inner;
  }
  return null;
}
