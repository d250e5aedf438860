import { Fault } from './fault.ts';

/** Which microversions a service speaks. The major number is fixed by its URL. */
export interface MicroversionRange {
  /** The word in `OpenStack-API-Version: compute 2.79`. */
  service: string;
  major: number;
  min: number;
  max: number;
  /** The header older clients send, with the bare number. */
  legacyHeader?: string;
}

const FORM = /^(\d+)\.(\d+)$/;

/** The version a request asks for, as the text that it sent, or undefined when it asks for none. */
export function requestedVersion(headers: Headers, range: MicroversionRange): string | undefined {
  const general = headers.get('OpenStack-API-Version');
  for (const part of general?.split(',') ?? []) {
    const [service, version] = part.trim().split(/\s+/);
    if (service?.toLowerCase() === range.service && version !== undefined) {
      return version;
    }
  }
  return (range.legacyHeader && headers.get(range.legacyHeader)) || undefined;
}

/**
 * The minor version to answer with; the lowest when the request asks for none.
 * @throws Fault 400 when it is not a version, 406 when this service does not speak it.
 * @see https://specs.openstack.org/openstack/api-sig/guidelines/microversion_specification.html
 */
export function negotiate(headers: Headers, range: MicroversionRange): number {
  const asked = requestedVersion(headers, range);
  if (asked === undefined) {
    return range.min;
  }
  if (asked === 'latest') {
    return range.max;
  }
  const parts = FORM.exec(asked);
  if (!parts) {
    throw new Fault(
      400,
      `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
    );
  }
  const minor = Number(parts[2]);
  if (Number(parts[1]) !== range.major || minor < range.min || minor > range.max) {
    const lowest = `${range.major}.${range.min}`;
    const highest = `${range.major}.${range.max}`;
    throw new Fault(
      406,
      `Version ${asked} is not supported by the API. Minimum is ${lowest} and maximum is ${highest}.`,
    );
  }
  return minor;
}
