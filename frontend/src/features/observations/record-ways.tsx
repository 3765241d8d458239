import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { Icon } from '../../shared/ui/icon.tsx';
import { Chevron } from '../../shared/ui/page.tsx';
import { FileIcon } from '../documents/file-icon.tsx';
import { useUploads } from '../documents/uploads.ts';
import { useResultWords } from './observations-words.ts';

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

function Ways({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-2">
      <h2>{title}</h2>
      <ul className="card divide-y divide-line overflow-hidden">{children}</ul>
    </section>
  );
}

/** From the record's first page to all that belongs to it. */
export function RecordWays({ hasValues }: { hasValues: boolean }) {
  const t = useResultWords();
  const onTheirWay = useUploads().filter(({ state }) => state.is !== 'available' && state.is !== 'rejected').length;
  return (
    <>
      <Ways title={t('record.in-it')}>
        <Way
          to="/record/files"
          icon={<FileIcon name="file" size={24} />}
          title={t('record.files')}
          text={onTheirWay > 0 ? t('record.uploading', { count: onTheirWay }) : t('record.files.text')}
        />
        <Way to="/visits" icon={<Icon name="mail" size={24} />} title={t('record.letters')} text={t('record.letters.text')} />
        {hasValues && (
          <>
            <Way to="/record/compare" icon={<Icon name="history" size={24} />} title={t('compare.title')} text={t('compare.way')} />
            <Way to="/record/export" icon={<FileIcon name="download" size={24} />} title={t('export.title')} text={t('export.way')} />
          </>
        )}
      </Ways>
      <Ways title={t('record.who')}>
        <Way to="/record/sharing" icon={<FileIcon name="share" size={24} />} title={t('record.sharing')} text={t('record.sharing.text')} />
        <Way to="/me/seen-by" icon={<Icon name="eye" size={24} />} title={t('record.seen-by')} text={t('record.seen-by.text')} />
        <Way
          to="/record/shared-with-me"
          icon={<Icon name="users" size={24} />}
          title={t('record.shared-with-me')}
          text={t('record.shared-with-me.text')}
        />
      </Ways>
      <Ways title={t('record.more-ways')}>
        <Way to="/record/results/import" icon={<Icon name="plus" size={24} />} title={t('from-file')} text={t('from-file.text')} />
        <Way to="/record/results/apple-health" icon={<Icon name="plus" size={24} />} title={t('from-apple')} text={t('from-apple.text')} />
      </Ways>
    </>
  );
}
