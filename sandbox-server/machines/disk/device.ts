/** A file that is not on the disk: what is read is made at that moment, what is written goes elsewhere. */
export interface Device {
  read(): string | Promise<string>;
  /** Absent: the device cannot be written. */
  write?(text: string): void;
}

export const nullDevice: Device = { read: () => '', write: () => undefined };
