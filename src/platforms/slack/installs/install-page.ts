import type { HTTPReceiverOptions, Installation } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../../lib/log.ts';
import { createInstallState } from './install-state.ts';
import type { InstalledWorkspaces } from './installed-workspaces.ts';
import { botScopes, optionalScopes } from './manifest.ts';

export interface OAuthSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs the state of installations under way. */
  readonly stateSecret: string;
  /** Seals tokens; the first one is in use, the others were. */
  readonly tokenKeys: readonly [string, ...string[]];
}

export interface InstallPageOptions extends OAuthSettings {
  readonly installed: InstalledWorkspaces;
  readonly apiUrl: string;
  readonly clientOptions: WebClientOptions;
  readonly onInstalled: (installation: Installation) => Promise<void>;
  readonly log: Log;
}

const purpose =
  'One short digest of trending research papers, in channels and by direct message. It never reads what people write to each other. Slack shows next what it asks for; what is optional can be declined.';

/** What Bolt's receiver needs to let workspaces install the app: `/slack/install`, and where Slack sends them back to. */
export function installPage(
  options: InstallPageOptions,
): Omit<HTTPReceiverOptions, 'signingSecret'> {
  const { clientId, clientSecret, stateSecret, installed, apiUrl, clientOptions } = options;
  // Which of them can be declined, the app’s manifest says.
  const scopes = [...botScopes, ...optionalScopes];
  const warn = (error: unknown): void =>
    options.log.warn(`Slack: an installation: ${String(error)}`);
  return {
    clientId,
    clientSecret,
    scopes,
    installationStore: installed.installationStore,
    installerOptions: {
      stateStore: createInstallState(stateSecret, { scopes }),
      authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
      renderHtmlForInstallPath: (url) =>
        page('Paperround', `${purpose}</p><p><a href="${escaped(url)}">Add to Slack</a>`),
      callbackOptions: {
        success(installation, _options, _request, response) {
          options.onInstalled(installation).catch(warn);
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
          response.end(
            page(
              'Paperround is installed',
              'You can close this page. In Slack, type <code>/papers help</code>.',
            ),
          );
        },
        failure({ message }, _options, _request, response) {
          warn(message);
          response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
          response.end(
            page(
              'That did not install Paperround',
              'Nothing was changed: if it was installed before, it still is. <a href="/slack/install">Try again</a>.',
            ),
          );
        },
      },
      clientOptions,
    },
  };
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${body}</p></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
