import { Duration } from 'aws-cdk-lib';

import { Consumer } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { grantFiles } from '../constructs/medical-files.ts';

/** Values of the health record, and the reading of lab reports for more of them. */
export const observations: Feature = {
  name: 'observations',
  events: (scope, house) => {
    const reading = new Consumer(scope, {
      house,
      feature: 'observations',
      file: 'on-lab-report-reading-requested',
      description: 'Reads a lab report and proposes its values for the patient to confirm',
      events: ['lab-report-reading-requested'],
      // A PDF is held whole, beside the text of all its pages; the reader gives up by itself after twenty seconds.
      batchSize: 1,
      memory: 1024,
      timeout: Duration.seconds(55),
      whoIsHurt: 'A patient waits for the values of a lab report and has to enter them by hand.',
    });
    grantFiles(reading.fn, house.medicalFiles, 'read');
    if (house.stage.scanReader === 'textract') {
      // For a report that is a picture. Textract is sent the bytes, in this region; the action takes no resource.
      reading.fn.allow(['textract:DetectDocumentText'], ['*']);
      reading.fn.addEnvironment('TEXTRACT', 'on');
    }
    house.table.grantReadWrite(reading.fn);
    return { consumers: [reading] };
  },
};
