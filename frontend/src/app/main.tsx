import '../shared/ui/app.css';

import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { createQueryClient } from '../shared/api/query.ts';
import { currentSession, onSessionChange, startSession } from '../shared/auth/session.ts';
import { loadConfig } from './config.ts';
import { CrashBoundary } from './crash.tsx';
import { keepScreensLive } from './live.ts';
import { Router } from './router.tsx';

void loadConfig().catch(() => undefined);
void startSession();

const queryClient = createQueryClient();

// Nobody sees what another account had read on this device.
let shownFor = currentSession().accountId;
onSessionChange(() => {
  const { accountId } = currentSession();
  if (shownFor !== undefined && accountId !== shownFor) queryClient.clear();
  shownFor = accountId;
});

keepScreensLive(queryClient);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <CrashBoundary>
      <QueryClientProvider client={queryClient}>
        <Router />
      </QueryClientProvider>
    </CrashBoundary>
  </StrictMode>,
);
