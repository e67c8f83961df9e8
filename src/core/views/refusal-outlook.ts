/** What becomes of the papers of refused digests: `doubt` is a sentence, or empty; `outlook` goes on after it, without its period. */
export function refusalOutlook({
  isLookedUp,
  isOne,
  isByHand,
}: {
  /** Whether they arrived is not known yet. */
  readonly isLookedUp: boolean;
  readonly isOne: boolean;
  /** Some were sent by hand: those have papers too that came before the digest was set up, which its schedule never posts. */
  readonly isByHand: boolean;
}): { readonly doubt: string; readonly outlook: string } {
  const [they, their] = isOne ? ['it', 'its'] : ['they', 'their'];
  const outlook = isByHand
    ? 'what is new comes with the next digest, earlier papers only with /digest send-now again'
    : `${their} papers come with the next digest`;
  if (!isLookedUp) return { doubt: '', outlook };
  return {
    doubt: `Whether ${they} arrived is being looked up.`,
    outlook: `if ${they} did not, ${outlook}`,
  };
}
