import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Resolves once whoever was connected has gone, and all that they had said is read. */
export async function drained(server: Server): Promise<void> {
  const count = promisify(server.getConnections.bind(server));
  while ((await count()) > 0) await sleep(5);
}
