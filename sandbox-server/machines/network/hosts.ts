/** What the network itself knows of those who are plugged into it: the cloud's records do not say it. */
export interface Hosts {
  /** Undefined: no machine with that id was ever switched on. */
  machine(id: string): HostView | undefined;
  /** A host somewhere on the internet, by its address. */
  outside(address: string): HostView | undefined;
}

/** A host as the network finds it. */
export interface HostView {
  readonly name: string;
  readonly up: boolean;
  /** On which of its addresses somebody listens on the port: `0.0.0.0` for all of them. */
  listening(port: number): readonly string[];
}
