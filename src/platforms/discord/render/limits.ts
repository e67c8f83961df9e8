/**
 * Discord's limits, in UTF-16 units where they count characters: the unit is not documented, and this one is the largest.
 * Source: Discord's developer documentation (message resource, component reference, application commands) and its OpenAPI.
 */
export const limits = {
  content: 2_000,
  customId: 100,
  embeds: 10,
  embedTitle: 256,
  embedDescription: 4_096,
  /** Over all embeds of a message. */
  embedText: 6_000,
  /** Of a message in Components V2, nested ones included. */
  components: 40,
  /** Over all text displays of a message. Not in the documentation (discord-api-docs#8562). */
  componentText: 4_000,
  rows: 5,
  rowButtons: 5,
  buttonLabel: 80,
  buttonUrl: 512,
  selectOptions: 25,
  optionLabel: 100,
  modalTitle: 45,
  modalFields: 5,
  modalLabel: 45,
  modalDescription: 100,
  modalText: 4_000,
  commandChoices: 25,
  choiceText: 100,
} as const;

export const messageFlags = {
  /** `@silent`: a badge, no push. */
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

/** Of the stripe beside a message of ours. */
export const accentColor = 0x2f6f9f;
