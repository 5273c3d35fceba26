import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { isSampled } from './sample.mjs';

/** Lets only the mutants of a sample run. The others are reported as ones that do not compile, which count for nothing. */
class SampleChecker {
  async init() {}

  /** @param {import('@stryker-mutator/api/core').Mutant[]} mutants */
  async check(mutants) {
    const sample = { share: Number(process.env.MUTATION_SHARE ?? 1), seed: Number(process.env.MUTATION_SEED ?? 1) };
    const left = { status: 'compileError', reason: 'not in the sample' };
    return Object.fromEntries(
      mutants.map((mutant) => [mutant.id, isSampled(mutant, sample) ? { status: 'passed' } : left]),
    );
  }

  /** @param {import('@stryker-mutator/api/core').Mutant[]} mutants */
  async group(mutants) {
    return [mutants.map(({ id }) => id)];
  }
}

/**
 * What no input reaches as long as the program is right: what an `InternalError` says, and the default of a `switch` that names every case, where the
 * types say that no value is left.
 */
const unreachable = {
  shouldIgnore({ node }) {
    if (node.type === 'NewExpression' && node.callee.name === 'InternalError')
      return 'says that the program itself is wrong';
    const isDefault = node.type === 'SwitchCase' && node.test === null;
    return isDefault && node.consequent.some(satisfiesNever) ? 'no value is left for it' : undefined;
  },
};

/** `return x satisfies never` or `x satisfies never`. */
const satisfiesNever = (statement) => (statement.argument ?? statement.expression)?.type === 'TSSatisfiesExpression';

export const strykerPlugins = [
  declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker),
  declareValuePlugin(PluginKind.Ignore, 'unreachable', unreachable),
];
