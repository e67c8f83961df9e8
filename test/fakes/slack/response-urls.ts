import { type Answer, ok, refuse } from './answer.ts';
import { checkBlocks, checkMessage } from './block-kit.ts';
import { editMessage, storeMessage } from './messages.ts';
import { type FakeMessage, removeMessage, teamOf, type World } from './world.ts';

/** Where an interaction can be answered without a token. */
export interface ResponseUrl {
  readonly id: string;
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed. */
  readonly source: FakeMessage | undefined;
  /** Milliseconds, as Date.now gives them. */
  readonly since: number;
  uses: number;
  /** What it showed, the oldest first. */
  readonly shown: FakeMessage[];
}

const MAX_USES = 5;
const LIFE_MS = 30 * 60_000;

export function createResponseUrls(world: World) {
  const urls = new Map<string, ResponseUrl>();
  return {
    open(answer: Pick<ResponseUrl, 'team' | 'channel' | 'user' | 'source'>): ResponseUrl {
      const url = { ...answer, id: world.id('R'), since: Date.now(), uses: 0, shown: [] };
      urls.set(url.id, url);
      return url;
    },
    /** Takes a post to it. */
    take(id: string, body: string): Answer {
      const url = urls.get(id);
      if (url === undefined) {
        world.report('response_url: unknown');
        return { ...refuse('no_such_url'), status: 404 };
      }
      url.uses += 1;
      if (url.uses > MAX_USES || Date.now() - url.since > LIFE_MS) {
        const count = `${url.uses} uses in ${Date.now() - url.since} ms`;
        world.report(`response_url: ${count}, where it is good for 5 in 30 minutes`);
        return { ...refuse('used_url'), status: 404 };
      }
      return show(world, url, body);
    },
  };
}

export type ResponseUrls = ReturnType<typeof createResponseUrls>;

function show(world: World, url: ResponseUrl, body: string): Answer {
  let message: Record<string, unknown>;
  try {
    message = JSON.parse(body) as Record<string, unknown>;
  } catch {
    world.report('response_url: the body is not JSON');
    return { ...refuse('invalid_payload'), status: 400 };
  }
  if (
    url.source !== undefined &&
    !('replace_original' in message || 'delete_original' in message)
  ) {
    world.report('response_url of a button: says neither replace_original nor delete_original');
  }
  if (message.delete_original === true) {
    if (url.source !== undefined) removeMessage(world, url.source);
    return ok();
  }
  return showMessage(world, url, message);
}

/** Shows what an acknowledgement or a post to a `response_url` says. */
export function showMessage(
  world: World,
  url: ResponseUrl,
  message: Readonly<Record<string, unknown>>,
): Answer {
  const { text, blocks = [], response_type: type = 'ephemeral', thread_ts: thread } = message;
  const isPublic = type === 'in_channel';
  const problems = checkMessage(message, isPublic ? 'shared' : 'response');
  world.report(...problems.map((problem) => `response: ${problem}`));
  if (checkBlocks(blocks).length > 0) return { ...refuse('invalid_blocks'), status: 400 };
  const content = { text: String(text ?? ''), blocks };
  const replaced = message.replace_original === true ? (url.source ?? url.shown.at(-1)) : undefined;
  if (replaced !== undefined) {
    if (isPublic && replaced.viewer !== undefined) {
      world.report('response: an ephemeral message cannot become a public one');
    }
    editMessage(world, replaced, content);
    url.shown.push(replaced);
    return ok();
  }
  const { team, channel, user } = url;
  const stored = storeMessage(world, {
    team,
    channel,
    author: teamOf(world, team).botUser,
    ...content,
    ...(!isPublic && { viewer: user }),
    ...(typeof thread === 'string' && { threadTs: thread }),
  });
  url.shown.push(stored);
  return ok();
}
