import { join } from 'node:path';

import { createApp } from './create-app.ts';

createApp({ bundle: (feature, file) => join(import.meta.dirname, '../.build/functions', feature, file) }).app.synth();
