/** One network card of a server. */
export interface PortCard {
  id: string;
  mac: string;
  addresses: { address: string; prefix: number; gateway: string | null }[];
}

/** All that a machine needs to know of the server it is. */
export interface ServerCard {
  id: string;
  name: string;
  hostname: string;
  /** The project's id. */
  project: string;
  /** RAM in MiB, disk in GiB. */
  flavor: { name: string; vcpus: number; ram: number; disk: number };
  image: { id: string; name: string } | null;
  /** Decoded text, as it was before base64. */
  userData: string | null;
  /** Public keys in OpenSSH's one-line form. */
  keys: string[];
  metadata: Record<string, string>;
  createdAt: string;
  ports: PortCard[];
}

/** A server that has a machine, and whether that is to run. */
export interface RunningCard extends ServerCard {
  running: boolean;
}

/** What the cloud asks of whoever runs its servers. */
export interface Hypervisor {
  boot(card: ServerCard): Promise<void>;
  power(id: string, action: 'start' | 'stop' | 'reboot'): Promise<void>;
  destroy(id: string): Promise<void>;
  /** The server's cards or name changed while it exists. */
  update(card: ServerCard): Promise<void>;
  /** The console log so far. */
  console(id: string): Promise<string>;
}
