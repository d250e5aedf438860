/** A file that is not on the disk: what is read is made at that moment, what is written goes elsewhere. */
export interface Device {
  read(): string | Promise<string>;
  /** Absent: the device cannot be written. */
  write?(text: string): void;
  /** Not listed in its folder. */
  readonly hidden?: boolean;
}

/** `/dev/null`: empty to read, and forgets what is written. */
export const nullDevice: Device = { read: () => '', write: () => undefined };
/** The same, not listed in its folder. */
export const hiddenDevice: Device = { ...nullDevice, hidden: true };
