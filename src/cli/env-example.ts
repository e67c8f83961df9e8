import { type Setting, settings } from '../settings.ts';

/** `.env.example`: every setting with its default, commented out. */
export function envExample(defaults: Readonly<Record<string, string>>): string {
  return [
    '# Copy this to .env and set what you need. Everything is optional.',
    '# A setting NAME that is marked secret can also be read from a file: NAME_FILE=/run/secrets/name',
    '',
    ...Object.values<Setting>(settings).flatMap(({ name, description, secret }) => [
      `# ${description}${secret ? ' Secret.' : ''}`,
      `# ${name}=${defaults[name] ?? ''}`,
      '',
    ]),
  ].join('\n');
}
