/**
 * Slack's limits, in UTF-16 units where they count characters: the unit is not documented, and this one is the largest.
 * Source: Slack's Block Kit, view and manifest references, and the types of `@slack/types`.
 */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Over all blocks of a message. Not documented: 12,000 less what blocks themselves take (bolt-js#2509, bolt-js#2867). */
  messageText: 8_000,
  /** Of a message's blocks as JSON, for the same reason. */
  messageJson: 11_000,
  /** Of a view's blocks as JSON: 250 KB are allowed, and a unit may take three bytes and its escapes. */
  viewJson: 60_000,
  /** The text beside the blocks; an update is refused above 4,000. */
  plainText: 3_900,
  text: 3_000,
  /** Ours: a longer URL would leave no room for words, and no honest link is that long. */
  shownUrl: 300,
  header: 150,
  buttonText: 75,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  /** Twenty-five are allowed; more than five wrap. */
  rowButtons: 5,
  viewTitle: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputLength: 3_000,
  appName: 35,
  appDescription: 140,
  longDescription: { min: 175, max: 4_000 },
  commandDescription: 2_000,
  usageHint: 1_000,
  shortcutName: 24,
  shortcutDescription: 150,
} as const;
