import type { DiscordPayload } from '../render/render.ts';
import { textsIn } from '../render/texts-in.ts';

/** A message as far as it tells which one it is. */
export interface Recognizable {
  readonly content?: string | null | undefined;
  readonly components?: unknown;
}

/**
 * Whether a message is the one that a payload made. Its buttons name the digest and its papers, of which none is posted
 * twice in a place; Discord gives their ids back as they were sent, while it may touch texts. Without buttons the words count.
 */
export function isMadeOf({ body, fallback }: DiscordPayload, message: Recognizable): boolean {
  const shown = marksOf(message);
  return [body, fallback].some((each) => each !== undefined && marksOf(each) === shown);
}

function marksOf({ content, components }: Recognizable): string {
  const ids = textsIn(components, ['custom_id', 'value']);
  if (ids.length > 0) return ids.join('\n');
  return [content ?? '', ...textsIn(components, ['content'])]
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
