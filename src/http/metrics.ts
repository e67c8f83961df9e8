import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Activity, createActivity } from './activity.ts';
import { gaugeState, type StateSources } from './state-gauges.ts';

export interface MetricsOptions {
  /** What may stand in labels; whatever else comes is `other`. */
  readonly platforms: readonly string[];
  readonly commands: readonly (readonly string[])[];
}

/** What the process does and how it stands, in the terms of Prometheus. Labels hold no person, place, word or secret. */
export interface Metrics {
  readonly activity: Activity;
  /** Begins to look at these whenever the metrics are asked for. */
  watch(sources: StateSources): void;
  /** The content type of `text`. */
  readonly type: string;
  /** In the text format. */
  text(): Promise<string>;
}

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const platforms = new Set(options.platforms);
  const platformOf = (address: string): string => {
    const id = address.slice(0, address.indexOf(':'));
    return platforms.has(id) ? id : 'other';
  };
  const commands = new Set(options.commands.map((path) => path.join(' ')));
  const commandOf = (path: readonly string[]): string => {
    const name = path.join(' ');
    return commands.has(name) ? name : 'other';
  };
  const labels = {
    platforms: [...platforms, 'other'],
    commands: [...commands, 'other'],
    platformOf,
    commandOf,
  };
  return {
    activity: createActivity(registry, labels),
    watch: (sources) => gaugeState(registry, sources, labels),
    type: registry.contentType,
    text: () => registry.metrics(),
  };
}
