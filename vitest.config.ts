import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // A hook may start a process of the bot, and its far ends.
    hookTimeout: 60_000,
    // Processes and their far ends mostly wait for each other: one worker a core leaves the cores idle.
    maxWorkers: 3,
    env: { NO_COLOR: '1' },
    reporters: ['default', new ClosingLine()],
  },
});
