import type { Sql } from '../../sandbox-server/faafo/sql.ts';
import { openSqlite, type SqliteDatabase } from '../../sandbox-server/faafo/sqlite.ts';
import type { Disks } from '../../sandbox-server/machines/disk/disk.ts';
import { MemoryDisk } from '../../sandbox-server/machines/disk/memory-disk.ts';

/** Disks in memory, which a test can hand to one hypervisor after another as one would carry them over. */
export class MemoryDisks implements Disks {
  readonly #disks = new Map<string, MemoryDisk>();
  readonly #databases = new Map<string, SqliteDatabase>();

  ids(): string[] {
    return [...this.#disks.keys()];
  }

  open(machine: string): MemoryDisk {
    const disk = this.#disks.get(machine) ?? new MemoryDisk();
    this.#disks.set(machine, disk);
    return disk;
  }

  sql(machine: string, path: string): Sql {
    const key = `${machine}${path}`;
    const database = this.#databases.get(key) ?? openSqlite(':memory:');
    this.#databases.set(key, database);
    return database;
  }

  destroy(machine: string): void {
    this.#disks.delete(machine);
    for (const [key, database] of this.#databases) {
      if (!key.startsWith(machine)) continue;
      database.close();
      this.#databases.delete(key);
    }
  }
}
