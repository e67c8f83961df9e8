import { type FileSystem, nodeFileSystem } from '../../../src/store/lowdb/file-system.ts';

/** Names of the steps that can be made to fail. `write`, `sync` and `truncate` are those of an open file. */
export type Step =
  | 'open'
  | 'write'
  | 'sync'
  | 'truncate'
  | 'link'
  | 'rename'
  | 'rm'
  | 'access'
  | 'mkdir'
  | 'readFile';

/** The real file system, except that a step fails where `fault` gives an error code for it; a write fails half done. */
export function failingFileSystem(
  fault: (step: Step, path: string) => string | undefined,
): FileSystem {
  function check(step: Step, path: unknown): void {
    const code = fault(step, String(path));
    if (code === undefined) return;
    throw Object.assign(new Error(`${code}: made up, ${step} '${path}'`), { code });
  }

  const open: FileSystem['open'] = async (path, ...rest) => {
    check('open', path);
    const handle = await nodeFileSystem.open(path, ...rest);
    const { appendFile, sync, datasync, truncate } = handle;
    handle.appendFile = async (data) => {
      const bytes = Buffer.from(data as string | Buffer);
      const half = bytes.length >> 1;
      await appendFile.call(handle, bytes.subarray(0, half));
      check('write', path);
      await appendFile.call(handle, bytes.subarray(half));
    };
    handle.sync = async () => {
      check('sync', path);
      await sync.call(handle);
    };
    handle.datasync = async () => {
      check('sync', path);
      await datasync.call(handle);
    };
    handle.truncate = async (size) => {
      check('truncate', path);
      await truncate.call(handle, size);
    };
    return handle;
  };

  return {
    ...nodeFileSystem,
    open,
    link: async (from, to) => {
      check('link', to);
      await nodeFileSystem.link(from, to);
    },
    rename: async (from, to) => {
      check('rename', to);
      await nodeFileSystem.rename(from, to);
    },
    rm: async (path, options) => {
      check('rm', path);
      await nodeFileSystem.rm(path, options);
    },
    access: async (path, mode) => {
      check('access', path);
      await nodeFileSystem.access(path, mode);
    },
    mkdir: (async (path: string, options: { mode: number }) => {
      check('mkdir', path);
      return nodeFileSystem.mkdir(path, options);
    }) as FileSystem['mkdir'],
    readFile: (async (path: string) => {
      check('readFile', path);
      return nodeFileSystem.readFile(path);
    }) as FileSystem['readFile'],
  };
}
