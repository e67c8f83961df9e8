import { type FileSystem, nodeFileSystem } from '../../../src/store/lowdb/file-system.ts';

/** Names of the steps that can be made to fail. `write` and `sync` are those of an open file. */
export type Step = 'open' | 'write' | 'sync' | 'link' | 'rename' | 'access' | 'mkdir' | 'readFile';

/** The real file system, except that a step fails where `fault` gives an error code for it. */
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
    const { writeFile, sync } = handle;
    handle.writeFile = async (data, options) => {
      await writeFile.call(handle, String(data).slice(0, 10), options);
      check('write', path);
      await handle.truncate(0);
      await handle.write(String(data), 0);
    };
    handle.sync = async () => {
      check('sync', path);
      await sync.call(handle);
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
