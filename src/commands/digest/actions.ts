import type { Action } from '../../core/view.ts';

/** Asks for a first digest of the place. */
export const setUpAction = {
  label: 'Set up a digest',
  path: ['digest', 'add'],
  args: {},
} as const satisfies Action;

/** The buttons of one digest. */
export function digestActions(id: string) {
  const args = { digest: id };
  return {
    preview: { label: 'Preview', path: ['digest', 'preview'], args },
    edit: { label: 'Edit', path: ['digest', 'edit'], args },
    sendNow: { label: 'Send now', path: ['digest', 'send-now'], args },
    pause: { label: 'Pause', path: ['digest', 'pause'], args },
    resume: { label: 'Resume', path: ['digest', 'resume'], args },
    check: { label: 'Check', path: ['digest', 'check'], args },
    about: { label: `About ${id}`, path: ['digest', 'check'], args },
    catchUp: { label: 'Catch up', path: ['digest', 'catchup'], args },
    remove: { label: 'Remove', path: ['digest', 'remove'], args },
    confirmRemove: {
      label: 'Remove for good',
      path: ['digest', 'remove'],
      args: { ...args, confirm: 'yes' },
      style: 'danger',
    },
  } as const satisfies Record<string, Action>;
}
