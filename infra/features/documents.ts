import { Duration } from 'aws-cdk-lib';

import { Alarm } from '../constructs/alarm.ts';
import { Consumer, type ConsumerProps } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { fileCreated, fileScanned, grantFiles } from '../constructs/medical-files.ts';

/** Medical files. The HTTP function signs what browsers then do with the bucket; no file passes through it. */
export const documents: Feature = {
  name: 'documents',
  http: (fn, house) => grantFiles(fn, house.medicalFiles, 'sign'),
  events: (scope, house) => {
    const erasing = (props: Omit<ConsumerProps, 'house' | 'feature'>): Consumer => {
      const consumer = new Consumer(scope, { house, feature: 'documents', ...props });
      house.table.grantReadWrite(consumer.fn);
      return consumer;
    };
    const examine = erasing({
      file: 'on-object-created',
      description: 'Examines an uploaded file, and erases what is not what was announced',
      eventOfAws: fileCreated(house.medicalFiles),
      // A file of 25 MiB is read whole, and its pictures and streams are unfolded to look inside: one at a time.
      batchSize: 1,
      memory: 1024,
      timeout: Duration.seconds(50),
      whoIsHurt: 'A patient’s uploaded file stays in quarantine and cannot be opened.',
    });
    grantFiles(examine.fn, house.medicalFiles, 'read', 'erase');

    const scanned = erasing({
      file: 'on-scan-result',
      description: 'Takes up what GuardDuty says of an uploaded file',
      eventOfAws: fileScanned(house.medicalFiles),
      whoIsHurt: 'A patient’s uploaded file stays in quarantine, or one with malware stays in the bucket.',
    });
    const overdue = erasing({
      file: 'on-upload-overdue',
      description: 'Gives up an upload that never came or could not be checked',
      due: ['upload-overdue'],
      whoIsHurt: 'A patient sees a file as being uploaded or checked for ever.',
    });
    const erased = erasing({
      file: 'on-document-erase-due',
      description: 'Erases a deleted file when it can no longer be brought back',
      due: ['document-erase-due'],
      whoIsHurt: 'A patient’s deleted file is still in the bucket after the time that we promised.',
    });
    for (const { fn } of [scanned, overdue, erased]) grantFiles(fn, house.medicalFiles, 'erase');

    scanned.fn.alarms.push(
      new Alarm(scanned.fn, 'ScanUnfinishedAlarm', {
        metric: scanned.fn.measured('ScanUnfinished', { statistic: 'Sum', period: Duration.minutes(5) }),
        above: 0,
        times: 1,
        of: 1,
        whoIsHurt: 'A patient’s uploaded file stays in quarantine, because GuardDuty could not look at it, and is given up after a day.',
        runbook: 'files-in-quarantine',
        topic: house.alarmTopic,
      }),
    );
    overdue.fn.alarms.push(
      new Alarm(overdue.fn, 'NotScannedAlarm', {
        metric: overdue.fn.measured('NotScanned', { statistic: 'Sum', period: Duration.minutes(5) }),
        above: 0,
        times: 1,
        of: 1,
        whoIsHurt: 'A patient’s uploaded file was erased after a day, because nobody had said whether there is malware in it.',
        runbook: 'files-in-quarantine',
        topic: house.alarmTopic,
      }),
    );
    return { consumers: [examine, scanned, overdue, erased] };
  },
};
