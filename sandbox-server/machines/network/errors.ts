/** Why a connection did not come about; `code` is the name that the system call would give. */
export type NetworkErrorCode =
  | 'ECONNREFUSED'
  | 'ETIMEDOUT'
  | 'EHOSTUNREACH'
  | 'ENETUNREACH'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'ENOTFOUND';

/** A connection, or a listener, that did not come about. */
export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The host answered, and nobody listens on that port. */
export class ConnectionRefused extends NetworkError {
  constructor(address: string, port: number) {
    super('ECONNREFUSED', `Connection refused: nobody listens on ${address}, port ${port}`);
  }
}

/** Silence: somewhere a packet was dropped, and the sender is told nothing. */
export class TimedOut extends NetworkError {
  constructor(address: string, seconds: number) {
    super('ETIMEDOUT', `Connection timed out: no answer from ${address} within ${seconds} s`);
  }
}

/** No way leads there, or the last router found nobody at that address. */
export class NoRoute extends NetworkError {
  constructor(address: string, reach: 'host' | 'network') {
    super(
      reach === 'host' ? 'EHOSTUNREACH' : 'ENETUNREACH',
      reach === 'host' ? `No route to host: ${address}` : `Network is unreachable: ${address}`,
    );
  }
}

/** Two programs of a machine want the same port. */
export class AddressInUse extends NetworkError {
  constructor(address: string, port: number) {
    super('EADDRINUSE', `Address already in use: ${address}, port ${port}`);
  }
}

/** A machine that is off, or not known, cannot listen. */
export class MachineIsOff extends NetworkError {
  constructor(machine: string) {
    super('EADDRNOTAVAIL', `Machine ${machine} is not running`);
  }
}

/** No name server within reach knows the name. */
export class UnknownName extends NetworkError {
  constructor(name: string) {
    super('ENOTFOUND', `Could not resolve host: ${name}`);
  }
}
