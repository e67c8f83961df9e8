import { AllowedMentionsTypes, type APIMessage } from 'discord-api-types/v10';
import { type MessageBody, pingingText } from './message-body.ts';
import type { FakeGuild, World } from './world.ts';

/** Whom a message pings. Without `allowed_mentions` everybody who is named, and in an interaction's answer persons only. */
export function pingsOf(
  world: World,
  guild: FakeGuild | undefined,
  body: MessageBody,
  isInteraction: boolean,
): Pick<APIMessage, 'mentions' | 'mention_roles' | 'mention_everyone'> {
  const text = pingingText(body);
  const allowed = body.allowed_mentions ?? {
    parse: isInteraction
      ? [AllowedMentionsTypes.User]
      : [AllowedMentionsTypes.User, AllowedMentionsTypes.Role, AllowedMentionsTypes.Everyone],
  };
  const isAllowed = (type: AllowedMentionsTypes, ids: readonly string[] | undefined, id: string) =>
    allowed.parse?.includes(type) === true || ids?.includes(id) === true;
  const users = idsIn(text, /<@!?(\d{1,20})>/g).filter((id) =>
    isAllowed(AllowedMentionsTypes.User, allowed.users, id),
  );
  const roles = idsIn(text, /<@&(\d{1,20})>/g).filter((id) =>
    isAllowed(AllowedMentionsTypes.Role, allowed.roles, id),
  );
  return {
    mentions: users.flatMap((id) => world.users.get(id)?.api ?? []),
    mention_roles: roles.filter((id) =>
      guild?.roles.some((role) => role.id === id && role.mentionable),
    ),
    mention_everyone:
      /@(?:everyone|here)/.test(text) &&
      allowed.parse?.includes(AllowedMentionsTypes.Everyone) === true,
  };
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, id]) => id ?? ''))];
}
