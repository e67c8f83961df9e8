import { Hono } from 'hono';
import type { ReadinessFault } from './readiness.ts';

export interface RouteSources {
  readinessFaults(): Promise<readonly ReadinessFault[]>;
  /** The metrics in the text format of Prometheus, and its content type. */
  metrics(): Promise<string>;
  readonly metricsType: string;
  onFault(fault: Error): void;
}

/** What is served: whether it is alive, whether it is ready (else why not, a JSON object a line), and its metrics. */
export function createRoutes(sources: RouteSources): Hono {
  const { readinessFaults, metrics, metricsType, onFault } = sources;
  const routes = new Hono();
  routes.onError((fault, context) => {
    onFault(fault);
    return context.text('fault\n', 500);
  });
  routes.get('/healthz', (context) => context.text('alive\n'));
  routes.get('/readyz', async (context) => {
    const faults = await readinessFaults();
    if (faults.length === 0) return context.text('ready\n');
    const lines = faults.map((fault) => `${JSON.stringify(fault)}\n`).join('');
    return context.body(lines, 503, { 'content-type': 'application/x-ndjson' });
  });
  routes.get('/metrics', async (context) =>
    context.body(await metrics(), 200, { 'content-type': metricsType }),
  );
  return routes;
}
