import type { Grant } from './oauth-methods.ts';
import { userOf, type World } from './world.ts';

export interface InstallOptions {
  /** The app's install page. */
  readonly url: string;
  readonly user: string;
  /** The person presses Cancel. */
  readonly deny?: true;
  /** Scopes that the person does not grant. Only those that the app has marked as optional can be declined. */
  readonly declined?: readonly string[];
}

/** What a person's browser saw. */
export interface Installed {
  /** HTTP status of the last page. */
  readonly status: number;
  readonly page: string;
  /** Where Slack sent the browser with the code, and the cookie it came with. */
  readonly redirect: { readonly url: string; readonly cookie: string };
}

export interface Consent {
  readonly world: World;
  readonly clientId: string;
  readonly grants: Map<string, Grant>;
}

/** A person installs the app: its install page, Slack's question, and back to the app with a code. */
export async function install(
  consent: Consent,
  { url, user, deny, declined = [] }: InstallOptions,
): Promise<Installed> {
  const page = await fetch(url, { redirect: 'manual' });
  const cookie = page.headers.getSetCookie().map(nameAndValue).join('; ');
  const link = page.headers.get('location') ?? authorizeLink(await page.text());
  if (link === undefined) throw new Error(`the install page has no link to Slack: ${page.status}`);
  const asked = new URL(link).searchParams;
  judgeLink(consent, asked);
  const redirectUri = asked.get('redirect_uri') ?? undefined;
  const back = new URL(redirectUri ?? new URL('/slack/oauth_redirect', url));
  back.searchParams.set('state', asked.get('state') ?? '');
  if (deny === true) back.searchParams.set('error', 'access_denied');
  else back.searchParams.set('code', grant(consent, user, asked, redirectUri, declined));
  return visit({ url: String(back), cookie });
}

/** Follows Slack's redirect to the app; a second time, the code and the state are used up. */
export async function visit(redirect: Installed['redirect']): Promise<Installed> {
  const { url, cookie } = redirect;
  const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  return { status: response.status, page: await response.text(), redirect };
}

function grant(
  { world, grants }: Consent,
  user: string,
  asked: URLSearchParams,
  redirectUri: string | undefined,
  declined: readonly string[],
): string {
  const code = world.id('code');
  const scopes = (asked.get('scope') ?? '').split(',').filter((each) => !declined.includes(each));
  grants.set(code, { team: userOf(world, user).team, user, scopes, redirectUri, isUsed: false });
  return code;
}

function judgeLink({ world, clientId }: Consent, asked: URLSearchParams): void {
  if (asked.get('client_id') !== clientId) world.report('install: the link has a wrong client id');
  if (!asked.get('scope')) world.report('install: the link asks for no scopes');
  if (!asked.get('state')) world.report('install: the link has no state');
}

function nameAndValue(cookie: string): string {
  return cookie.split(';')[0] ?? '';
}

function authorizeLink(html: string): string | undefined {
  return /https?:\/\/[^"'\s]*\/authorize\?[^"'\s]*/.exec(html)?.[0].replaceAll('&amp;', '&');
}
