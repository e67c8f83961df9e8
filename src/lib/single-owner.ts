import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Sole ownership of a name on this machine, until released or until the process ends, however it ends. */
export interface Ownership {
  release(): Promise<void>;
}

/**
 * Claims a name for this process, or gives undefined when a living process holds it.
 * A listening socket is the lock: the kernel frees it on kill -9 and no process id is trusted.
 * Linux uses the abstract namespace and Windows a named pipe, which leave nothing behind. Elsewhere it is
 * a socket file, which outlives its owner and so counts only while somebody answers on it.
 * `name` is at most 60 letters, digits and hyphens. Rejects when the system refuses sockets altogether.
 */
export async function claimOwnership(
  name: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Ownership | undefined> {
  const path = socketPath(name, platform);
  const server = await listen(path);
  if (server) return ownership(server);
  if (platform === 'linux' || platform === 'win32') return undefined;
  if (await answers(path)) return undefined;
  await rm(path, { force: true });
  const second = await listen(path);
  return second && ownership(second);
}

function socketPath(name: string, platform: NodeJS.Platform): string {
  if (platform === 'linux') return `\0${name}`;
  if (platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), `${name}.sock`);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path, exclusive: true }, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function ownership(server: Server): Ownership {
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
