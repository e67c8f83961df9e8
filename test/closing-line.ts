import type { TestModule } from 'vitest/node';
import type { Reporter } from 'vitest/reporters';

/** Ends a run with one plain line that every tool can read: `12 passed, 0 failed, 1 skipped`. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string): number => states.filter((each) => each === state).length;
    const broken = modules.filter(
      (module) => !module.ok() && [...module.children.allTests()].length === 0,
    );
    const failed = count('failed') + errors.length + broken.length;
    const line = `${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`;
    process.stdout.write(`\n${line}\n`);
  }
}
