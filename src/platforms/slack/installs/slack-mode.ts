import type { Connection } from './connection.ts';
import {
  createHttpConnection,
  type HttpConnectionOptions,
  type HttpSettings,
} from './http-connection.ts';
import type { OAuthSettings } from './install-page.ts';
import { createSocketConnection, type SocketConnectionOptions } from './socket-connection.ts';

/** One workspace by its bot token, in Socket Mode or by signed requests; or every workspace that installs the app. */
export type SlackMode =
  | { readonly kind: 'socket'; readonly botToken: string; readonly appToken: string }
  | ({ readonly kind: 'http'; readonly botToken: string } & HttpSettings)
  | ({ readonly kind: 'oauth' } & HttpSettings & OAuthSettings);

export type ConnectionOptions = Omit<SocketConnectionOptions, 'appToken'> &
  Omit<HttpConnectionOptions, keyof HttpSettings>;

export function createConnection(mode: SlackMode, options: ConnectionOptions): Connection {
  return mode.kind === 'socket'
    ? createSocketConnection({ ...options, appToken: mode.appToken })
    : createHttpConnection({ ...options, ...mode });
}
