import { InteractionType } from 'discord-api-types/v10';
import { type Interaction, type InteractionTrace, type Place, traceOf } from './interaction.ts';
import { interactionPayload } from './interaction-payload.ts';
import type { StoredMessage, World } from './world.ts';

export interface InteractionOptions {
  /** How long the first answer may take. */
  readonly ackDeadlineMs: number;
  /** How long answers may follow. */
  readonly tokenLifeMs: number;
  /** How long a test waits for a deferred answer before it gets what there is. */
  readonly settleMs: number;
}

export interface Interactions {
  readonly byToken: ReadonlyMap<string, Interaction>;
  /** Sends one to the bot and waits for what the person gets to see. */
  send(
    type: InteractionType,
    place: Place,
    data: object,
    source?: StoredMessage,
  ): Promise<InteractionTrace>;
  /** Ends the waiting of all. */
  close(): void;
}

interface InteractionParts {
  readonly world: World;
  readonly options: InteractionOptions;
  readonly dispatch: (guildId: string | undefined, data: object) => void;
  readonly report: (violation: string) => void;
}

export function createInteractions(parts: InteractionParts): Interactions {
  const { world, options, dispatch, report } = parts;
  const byToken = new Map<string, Interaction>();
  const timers = new Set<NodeJS.Timeout>();

  const after = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  function send(
    type: InteractionType,
    place: Place,
    data: object,
    source?: StoredMessage,
  ): Promise<InteractionTrace> {
    return new Promise((resolve) => {
      const id = world.snowflake();
      const interaction: Interaction = {
        id,
        token: `interaction-token-${id}`,
        type,
        place,
        sentAt: Date.now(),
        ...(source === undefined ? {} : { source }),
        isOriginalDeleted: false,
        edits: [],
        followUps: [],
        settle() {
          interaction.settledMs ??= Date.now() - interaction.sentAt;
          resolve(traceOf(interaction));
        },
      };
      byToken.set(interaction.token, interaction);
      after(options.ackDeadlineMs, () => {
        if (interaction.callback !== undefined) return;
        report(`Interaction ${id} (${InteractionType[type]}) was not acknowledged in time`);
        resolve(traceOf(interaction));
      });
      after(options.ackDeadlineMs + options.settleMs, () => resolve(traceOf(interaction)));
      dispatch(place.channel.guild?.id, interactionPayload(world, interaction, data));
    });
  }

  return {
    byToken,
    send,
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
