import type { Reading } from '../reading/facts.ts';
import { rootOf, type Token } from '../reading/tokens.ts';
import type { CitedReading } from './ground.ts';

/**
 * The lexicon of findings cannot name every disease. What is built like the name of one is doubted all the same when the
 * cited words hold nothing of the kind: Greek and Latin endings, and the common names that have none.
 */
const ENDING =
  /(?:itis|[^gn]osis|oses|aemia|emia|oma|omas|omata|pathy|plegia|paresis|parkinsonism|algia|ectomy|otomy|ostomy|plasty|megaly|penia|cytosis|uria|rrhoea|rrhea|rrhage|rrhagia|trophy|stenosis|sclerosis|sarcoidosis|ectasis|iasis|malacia|cele|embolism|thyroidism|kinesia|phasia|esthesia|aesthesia)$/;

const NAMES = new Set(
  (
    'syndrome disease disorder cancer cancers malignancy tumour tumor leukaemia leukemia lupus gout sarcoid pertussis whooping croup typhus typhoid malaria dengue chikungunya cholera ' +
    'leprosy kala-azar rabies tetanus measles mumps rubella chickenpox shingles polio diphtheria tuberculosis hiv aids syphilis gonorrhoea chlamydia herpes scabies ringworm ' +
    'epilepsy dementia alzheimer alzheimers parkinson parkinsons autism adhd schizophrenia bipolar anorexia bulimia ptsd ' +
    'hernia fistula fissure piles haemorrhoids hemorrhoids ulcer ulcers abscess cyst cysts polyp polyps gallstones ' +
    'stroke infarct infarction ischaemia ischemia arrhythmia fibrillation angina aneurysm embolus thrombus thrombosis gangrene sepsis septicaemia shock tamponade ' +
    'coeliac celiac crohn crohns scurvy rickets eczema psoriasis vitiligo glaucoma cataract rosacea impetigo cellulitis ' +
    'asthma copd pneumonia pneumothorax emphysema bronchiectasis empyema preeclampsia eclampsia miscarriage ectopic endometriosis pcos ' +
    'overdose poisoning snakebite anaphylaxis'
  ).split(' '),
);

/** Words with such an ending that are no disease. */
const HARMLESS = new Set(
  'diagnosis prognosis basis analysis urinalysis dialysis hypnosis sympathy empathy homeopathy osteopathy naturopathy academia diploma aroma media'.split(
    ' ',
  ),
);

const namesCondition = (word: string): boolean => NAMES.has(word) || (word.length > 5 && ENDING.test(word) && !HARMLESS.has(word));

/** Words of a sentence that name a disease or an operation of which the cited words say nothing. */
export const unknownConditions = (reading: Reading, cited: CitedReading): Token[] => {
  const words = new Set(cited.readings.flatMap((source) => source.tokens.map(({ word }) => word)));
  return reading.tokens.filter(
    ({ word }, at) =>
      namesCondition(word) &&
      !words.has(word) &&
      !cited.roots.has(rootOf(word)) &&
      !reading.facts.some((fact) => fact.first <= at && at <= fact.last),
  );
};
