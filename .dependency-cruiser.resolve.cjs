/** Resolves the libs' two doors to their sources, as package.json's "imports" does to the compiled files. */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const libs = join(__dirname, 'libs');
const alias = {};
for (const lib of readdirSync(libs)) {
  alias[`#libs/${lib}/pure$`] = join(libs, lib, 'src/pure.ts');
  alias[`#libs/${lib}$`] = join(libs, lib, 'src/index.ts');
}

module.exports = { resolve: { alias, extensions: ['.ts', '.js', '.json'], extensionAlias: { '.js': ['.ts', '.js'] } } };
