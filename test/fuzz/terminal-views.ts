import assert from 'node:assert/strict';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { actionLine } from '../../src/commands/registry.ts';
import type { View } from '../../src/core/view.ts';
import { renderView, type TextStyle } from '../../src/platforms/terminal/render.ts';
import { hostileView } from './hostile.ts';
import { defineTarget } from './target.ts';

const introducer = '\u001b';
const ownSequences = new RegExp(`${introducer}(?:\\[\\d+m|\\]8;;[!-~]*\u0007)`, 'g');
const widest = 100;

const styles: fc.Arbitrary<TextStyle> = fc.record({
  width: fc.constantFrom(20, 21, 37, 80, 100, 1_000, 0, Number.NaN),
  color: fc.boolean(),
  unicode: fc.boolean(),
  hyperlinks: fc.boolean(),
});

export const terminalViews = defineTarget({
  name: 'terminal-views',
  holds: 'no line is wider than the terminal, and no control character is written but ours',
  share: 3_000,
  input: fc.tuple(hostileView, styles),
  open: () => ({ run: ([view, style]) => checkInTerminal(view, style) }),
});

export function checkInTerminal(view: View, style: TextStyle): void {
  const shown = renderView(view, style, actionLine).replaceAll(ownSequences, '');
  assert.doesNotMatch(shown, /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
  const width = Math.min(widest, style.width || widest);
  for (const line of shown.split('\n')) {
    if (/https?:\/\//i.test(line)) continue;
    assert.ok(stringWidth(line) <= width, `${stringWidth(line)} columns of ${width}: ${line}`);
  }
}
