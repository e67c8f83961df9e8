import { buttonCodes, foreignCodes } from './button-codes.ts';
import { commandLines, completions, conversations } from './command-lines.ts';
import { configuration, sealedTexts, topicFiles } from './configuration.ts';
import { discordAnswers, discordPayloads } from './discord-interactions.ts';
import { discordDigests, discordViews } from './discord-views.ts';
import { bodies, documents, entries } from './feeds.ts';
import { matching, queries, searching } from './queries.ts';
import { schedules } from './schedules.ts';
import { slackRequests } from './slack-requests.ts';
import { slackDigests, slackViews } from './slack-views.ts';
import { imports, storedFiles } from './stored-files.ts';
import type { Target } from './target.ts';
import { terminalViews } from './terminal-views.ts';

/** Everything that takes what others wrote. */
export const targets: readonly Target[] = [
  documents,
  entries,
  bodies,
  queries,
  matching,
  searching,
  schedules,
  commandLines,
  completions,
  conversations,
  buttonCodes,
  foreignCodes,
  discordPayloads,
  discordAnswers,
  slackRequests,
  terminalViews,
  discordDigests,
  discordViews,
  slackDigests,
  slackViews,
  storedFiles,
  imports,
  configuration,
  topicFiles,
  sealedTexts,
];
