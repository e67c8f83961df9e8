import type { Digest } from '../../core/digest.ts';
import type { PaperId } from '../../core/paper.ts';
import type { Message } from '../../platforms/platform.ts';

export interface RenderedDigest {
  readonly messages: readonly Message[];
  /** Papers that are chosen and of which no message could be made. */
  readonly unrendered: readonly PaperId[];
}

/**
 * The messages of a digest. Where none can be made of it, each paper is tried alone, and those that fail are left out, so that
 * one silences none but itself. `note` is told what was left out and why. Throws where nothing is left.
 */
export function renderDigest(
  digest: Digest,
  render: (digest: Digest) => readonly Message[],
  note: (leftOut: string, fault: unknown) => void,
): RenderedDigest {
  try {
    return { messages: render(digest), unrendered: [] };
  } catch (fault) {
    const faults = new Map<PaperId, unknown>();
    const sound = digest.chosen.filter((each) => {
      try {
        return render(showing(digest, { chosen: [each], overLimit: [] }));
      } catch (reason) {
        faults.set(each.paper.id, reason);
        return false;
      }
    });
    if (sound.length === 0) throw fault;
    for (const [paper, reason] of faults) note(paper, reason);
    const unrendered = [...faults.keys()];
    const { overLimit } = digest;
    try {
      return { messages: render(showing(digest, { chosen: sound, overLimit })), unrendered };
    } catch (reason) {
      note('what is over its limit', reason);
      return { messages: render(showing(digest, { chosen: sound, overLimit: [] })), unrendered };
    }
  }
}

/** A spread would work out `leftOut`, which is long. */
function showing(
  digest: Digest,
  { chosen, overLimit }: Pick<Digest, 'chosen' | 'overLimit'>,
): Digest {
  return Object.create(digest, { chosen: { value: chosen }, overLimit: { value: overLimit } });
}
