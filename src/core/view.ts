import type { Paper, PaperId } from './paper.ts';

/** Text in pieces. Every piece is foreign text: renderers escape it. */
export type Inline =
  | string
  | { readonly kind: 'strong' | 'code' | 'mark'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'time'; readonly at: number; readonly zone: string }
  /** A place by its address, as its platform names it. */
  | { readonly kind: 'place'; readonly address: string };
export type RichText = readonly Inline[];

/** A button is a command not yet typed. */
export interface Action {
  readonly label: string;
  readonly path: readonly string[];
  readonly args: Readonly<Record<string, string>>;
  readonly style?: 'primary' | 'danger';
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: RichText }
  | {
      readonly kind: 'paper';
      readonly paper: Paper;
      /** Its number in the list, from 1. */
      readonly place?: number;
      /** `line`: title and facts. `card`: with a short summary. `full`: everything known. */
      readonly detail: 'line' | 'card' | 'full';
      /** Why it is here, one line. */
      readonly why?: string;
      /** A piece of its text with the hits marked, instead of the summary. */
      readonly snippet?: RichText;
      readonly actions?: readonly Action[];
    }
  | {
      readonly kind: 'facts';
      readonly facts: readonly { readonly name: string; readonly value: RichText }[];
    }
  | { readonly kind: 'list'; readonly items: readonly RichText[] }
  /** `tone` is said in words by renderers, never by color alone. */
  | {
      readonly kind: 'notice';
      readonly tone: 'info' | 'success' | 'warning' | 'error';
      readonly text: RichText;
      readonly hint?: string;
    }
  /** Preformatted, fixed width: a caret under a query. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'actions'; readonly actions: readonly Action[] }
  | { readonly kind: 'divider' };

/** A platform-neutral document. `summary` alone must make sense: it is what a notification or a screen reader gives. */
export interface View {
  readonly summary: string;
  readonly blocks: readonly Block[];
}

/** The papers that a view shows, in order. */
export function papersIn({ blocks }: Pick<View, 'blocks'>): PaperId[] {
  return blocks.flatMap((block) => (block.kind === 'paper' ? [block.paper.id] : []));
}
