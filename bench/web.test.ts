import { expect, test } from 'vitest';

import { pagesOf } from './web.ts';

test('a page is weighed with the English words that it and its parts ask for, and the entry is not counted again', () => {
  const manifest = {
    'index.html': { isEntry: true, dynamicImports: ['src/features/identity/landing.tsx', 'src/app/home.tsx', 'src/app/words.en.ts'] },
    'src/app/home.tsx': { imports: ['_row.js', 'index.html'], dynamicImports: ['src/app/home.en.ts', 'src/app/home.hi.ts'] },
    '_row.js': { imports: ['src/app/home.tsx'], dynamicImports: ['src/features/visits.en.ts'] },
  };
  expect(pagesOf(manifest)).toEqual([
    { page: 'src/app/home.tsx', late: ['src/app/home.tsx', 'src/app/home.en.ts', 'src/features/visits.en.ts'] },
  ]);
});
