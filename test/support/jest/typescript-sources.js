import { registerHooks } from 'node:module';

/** Lets Node load the sources outside Jest's module system: an import of `x.js` that is not there finds `x.ts`. */
registerHooks({
  resolve(specifier, context, nextResolve) {
    try {
      return nextResolve(specifier, context);
    } catch (error) {
      if (!/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
      return nextResolve(specifier.replace(/\.js$/, '.ts'), context);
    }
  },
});
