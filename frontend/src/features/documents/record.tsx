import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { ButtonLink } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { useDocumentWords } from './documents-words.ts';
import { FileIcon } from './file-icon.tsx';
import { useUploads } from './uploads.ts';

function Way({ to, icon, title, text }: { to: string; icon: ReactNode; title: string; text: string }) {
  return (
    <li>
      <Link to={to} className="row-link">
        <span className="text-brand">{icon}</span>
        <span className="min-w-0">
          <span className="block font-semibold">{title}</span>
          <span className="block text-sm text-ink-2">{text}</span>
        </span>
        <Chevron />
      </Link>
    </li>
  );
}

/** `/record`: the ways into one's health record. */
export default function RecordScreen() {
  const t = useDocumentWords();
  const onTheirWay = useUploads().filter(({ state }) => state.is !== 'available' && state.is !== 'rejected').length;
  return (
    <Page title={t('record.title')} heading={t('record.heading')}>
      <ButtonLink to="/record/files" icon="plus" className="w-full text-lg desk:w-auto">
        {t('record.add')}
      </ButtonLink>
      <ul className="card divide-y divide-line overflow-hidden">
        <Way
          to="/record/files"
          icon={<FileIcon name="file" size={24} />}
          title={t('record.files')}
          text={onTheirWay > 0 ? t('record.uploading', { count: onTheirWay }) : t('record.files.text')}
        />
        <Way
          to="/record/results"
          icon={<Icon name="report-medical" size={24} />}
          title={t('record.results')}
          text={t('record.results.text')}
        />
        <Way to="/visits" icon={<Icon name="mail" size={24} />} title={t('record.letters')} text={t('record.letters.text')} />
      </ul>
      <ul className="card divide-y divide-line overflow-hidden">
        <Way to="/record/sharing" icon={<FileIcon name="share" size={24} />} title={t('record.sharing')} text={t('record.sharing.text')} />
        <Way to="/me/seen-by" icon={<Icon name="eye" size={24} />} title={t('record.seen-by')} text={t('record.seen-by.text')} />
        <Way
          to="/record/shared-with-me"
          icon={<Icon name="users" size={24} />}
          title={t('record.shared-with-me')}
          text={t('record.shared-with-me.text')}
        />
      </ul>
    </Page>
  );
}
