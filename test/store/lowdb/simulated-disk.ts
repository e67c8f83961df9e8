import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileSystem } from '../../../src/store/lowdb/file-system.ts';

interface Inode {
  readonly ino: number;
  data: Buffer;
  /** What of it has reached the disk for certain. */
  synced: Buffer;
}

interface Content {
  readonly names: Map<string, Inode>;
  syncedNames: Map<string, Inode>;
}

/**
 * What a crash leaves. `process`: all that was done. The others are power cuts: names as they are or as they were synced last,
 * and of what was not synced of a file nothing, half or zeros.
 */
export const crashes = [
  'process',
  'names and nothing',
  'names and half',
  'names and zeros',
  'synced names and nothing',
  'synced names and half',
] as const;
export type Crash = (typeof crashes)[number];

/** A disk in memory with one directory, that stops for good before its `lastStep`th change, in the middle of a write. */
export interface SimulatedDisk {
  readonly fileSystem: FileSystem;
  /** How many changes were asked for. */
  steps(): number;
  /** The disk after a crash, working again. */
  crashed(crash: Crash): SimulatedDisk;
}

let disks = 0;

export function createSimulatedDisk(lastStep = Number.POSITIVE_INFINITY): SimulatedDisk {
  return diskOf({ names: new Map(), syncedNames: new Map() }, lastStep);
}

function diskOf(content: Content, lastStep: number): SimulatedDisk {
  disks += 1;
  const root = `/simulated-${process.pid}-${disks}`;
  const { names } = content;
  let inodes = Math.max(0, ...[...names.values()].map(({ ino }) => ino));
  let steps = 0;

  function fail(code: string): never {
    throw Object.assign(new Error(`${code}: simulated`), { code });
  }

  /** Counts a change; from the last one on nothing works. */
  function step(halfDone?: () => void): void {
    steps += 1;
    if (steps === lastStep) halfDone?.();
    alive();
  }

  function alive(): void {
    if (steps >= lastStep) fail('EIO');
  }

  const inodeAt = (path: unknown) => names.get(basename(String(path))) ?? fail('ENOENT');

  function handleOf(inode: Inode): Partial<FileHandle> {
    return {
      async read(target: Buffer, offset: number, length: number, position: number) {
        alive();
        const bytesRead = inode.data.copy(target, offset, position, position + length);
        return { bytesRead, buffer: target };
      },
      async appendFile(data: string | Uint8Array) {
        const bytes = Buffer.from(data as string);
        const half = () => {
          inode.data = Buffer.concat([inode.data, bytes.subarray(0, bytes.length >> 1)]);
        };
        step(half);
        inode.data = Buffer.concat([inode.data, bytes]);
      },
      async truncate(size = 0) {
        step();
        inode.data = inode.data.subarray(0, size);
      },
      async datasync() {
        step();
        inode.synced = inode.data;
      },
      async sync() {
        step();
        inode.synced = inode.data;
      },
      async stat() {
        alive();
        return { ino: inode.ino, size: inode.data.length };
      },
      async close() {},
    } as Partial<FileHandle>;
  }

  const directoryHandle = {
    async sync() {
      step();
      content.syncedNames = new Map(names);
    },
    async close() {},
  };

  const fileSystem = {
    access: async () => alive(),
    async copyFile(from: string, to: string) {
      step();
      const { data } = inodeAt(from);
      names.set(basename(to), { ino: ++inodes, data, synced: Buffer.alloc(0) });
    },
    async link(from: string, to: string) {
      step();
      if (names.has(basename(to))) fail('EEXIST');
      names.set(basename(to), inodeAt(from));
    },
    mkdir: async () => fail('EEXIST'),
    async open(path: string, flags: string | number) {
      alive();
      if (path === root) return directoryHandle;
      if (flags === 'ax' || flags === 'w') {
        step();
        if (flags === 'ax' && names.has(basename(path))) fail('EEXIST');
        const empty = Buffer.alloc(0);
        names.set(basename(path), { ino: ++inodes, data: empty, synced: empty });
      }
      return handleOf(inodeAt(path));
    },
    async readFile(path: string) {
      alive();
      return inodeAt(path).data;
    },
    async readdir(path: string) {
      alive();
      return path === root ? [...names.keys()] : fail('ENOENT');
    },
    realpath: async () => root,
    async rename(from: string, to: string) {
      step();
      names.set(basename(to), inodeAt(from));
      names.delete(basename(from));
    },
    async rm(path: string) {
      step();
      names.delete(basename(path));
    },
    async stat(path: string) {
      alive();
      const { ino, data } = inodeAt(path);
      return { ino, size: data.length, isFile: () => true };
    },
  };

  return {
    fileSystem: fileSystem as unknown as FileSystem,
    steps: () => steps,
    crashed(crash) {
      const left = crash.startsWith('synced') ? content.syncedNames : names;
      const inodesLeft = new Map<Inode, Inode>();
      const survived = [...left].map(([name, inode]): [string, Inode] => {
        const data = crash === 'process' ? inode.data : dataAfter(inode, crash);
        const known = inodesLeft.get(inode) ?? { ino: inode.ino, data, synced: data };
        inodesLeft.set(inode, known);
        return [name, known];
      });
      const after = new Map(survived);
      return diskOf({ names: after, syncedNames: new Map(after) }, Number.POSITIVE_INFINITY);
    },
  };
}

function dataAfter({ data, synced }: Inode, crash: Crash): Buffer {
  const rest = data.subarray(synced.length);
  if (crash.endsWith('half')) {
    return Buffer.concat([synced, rest.subarray(0, rest.length >> 1)]);
  }
  return crash.endsWith('zeros') ? Buffer.concat([synced, Buffer.alloc(rest.length)]) : synced;
}
