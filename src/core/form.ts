/** A command's arguments, asked for at once: a modal in chat. */
export interface Form {
  /** Up to 45 characters. */
  readonly title: string;
  /** The command that the form is for, with arguments that are not asked for. */
  readonly path: readonly string[];
  readonly args: Readonly<Record<string, string>>;
  /** One to five. */
  readonly fields: readonly FormField[];
}

export interface FormField {
  /** The argument's name. */
  readonly name: string;
  /** Up to 45 characters. */
  readonly label: string;
  /** Up to 100 characters. */
  readonly description: string;
  /** What it holds now, or what holds where nothing is typed. */
  readonly value?: string;
  readonly required: boolean;
  readonly maxLength: number;
}
