/** A reporter whose last line is `N passed, N failed, N skipped`, alone: for people and for programs. */
import type { Reporter, TestModule } from 'vitest/node';

export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      count.failed += module.errors().length; // a file that can't be loaded has no tests to fail
    }
    const failed = count.failed + unhandledErrors.length;
    const skipped = count.skipped + count.pending;
    process.once('exit', () => console.log(`${count.passed} passed, ${failed} failed, ${skipped} skipped`));
  }
}
