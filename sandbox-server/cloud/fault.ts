/** What a fault carries besides its status and words. */
export interface FaultDetails {
  /** Neutron's name for it (`NetworkNotFound`), Nova's key where it is not the status' own. */
  type?: string;
  headers?: Record<string, string>;
  /** Further members of the error object, as Keystone sends them for an unknown method. */
  extra?: Record<string, unknown>;
  cause?: unknown;
}

/** A refusal. It says what is wrong; the service that throws it decides how that is spelled. */
export class Fault extends Error {
  readonly status: number;
  readonly details: FaultDetails;

  constructor(status: number, message: string, details: FaultDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'Fault';
    this.status = status;
    this.details = details;
  }
}

const TITLES: Record<number, string> = {
  300: 'Multiple Choices',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  411: 'Length Required',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

/** The reason phrase of a status, as the services write it in their bodies. */
export function titleOf(status: number): string {
  return TITLES[status] ?? 'Error';
}
