import { forms } from './phrases.ts';

/** Generic names common in India and Britain (general knowledge; INN and BAN spellings are one drug). */
const GENERICS =
  'paracetamol|ibuprofen|aspirin|diclofenac|aceclofenac|naproxen|mefenamic acid|etoricoxib|celecoxib|ketorolac|indomethacin|piroxicam|nimesulide|tramadol|codeine|dihydrocodeine|morphine|fentanyl|oxycodone|hydrocodone|buprenorphine|tapentadol|pethidine|' +
  'amoxicillin|ampicillin|penicillin|flucloxacillin|cloxacillin|co-amoxiclav|phenoxymethylpenicillin|benzylpenicillin|piperacillin|cefalexin|cefixime|cefuroxime|ceftriaxone|cefotaxime|cefpodoxime|cefadroxil|cefaclor|cefdinir|cefoperazone|azithromycin|clarithromycin|erythromycin|doxycycline|minocycline|tetracycline|ciprofloxacin|levofloxacin|ofloxacin|norfloxacin|moxifloxacin|gentamicin|amikacin|streptomycin|nitrofurantoin|trimethoprim|co-trimoxazole|sulfamethoxazole|fosfomycin|metronidazole|tinidazole|ornidazole|linezolid|vancomycin|meropenem|clindamycin|rifampicin|isoniazid|pyrazinamide|ethambutol|bedaquiline|rifaximin|nitazoxanide|' +
  'fluconazole|itraconazole|ketoconazole|clotrimazole|terbinafine|miconazole|luliconazole|griseofulvin|nystatin|aciclovir|valaciclovir|oseltamivir|tenofovir|lamivudine|dolutegravir|efavirenz|zidovudine|albendazole|mebendazole|ivermectin|permethrin|praziquantel|chloroquine|hydroxychloroquine|artesunate|artemether|lumefantrine|primaquine|quinine|' +
  'metformin|gliclazide|glimepiride|glipizide|glibenclamide|sitagliptin|vildagliptin|linagliptin|teneligliptin|saxagliptin|dapagliflozin|empagliflozin|canagliflozin|pioglitazone|acarbose|voglibose|repaglinide|insulin|insulin glargine|insulin aspart|insulin lispro|semaglutide|liraglutide|dulaglutide|' +
  'amlodipine|cilnidipine|nifedipine|felodipine|lercanidipine|diltiazem|verapamil|telmisartan|losartan|olmesartan|valsartan|candesartan|irbesartan|azilsartan|ramipril|enalapril|lisinopril|perindopril|captopril|atenolol|metoprolol|bisoprolol|propranolol|carvedilol|nebivolol|labetalol|methyldopa|prazosin|clonidine|doxazosin|hydralazine|' +
  'hydrochlorothiazide|chlorthalidone|indapamide|bendroflumethiazide|furosemide|torasemide|bumetanide|spironolactone|eplerenone|amiloride|metolazone|atorvastatin|rosuvastatin|simvastatin|pravastatin|fenofibrate|ezetimibe|clopidogrel|prasugrel|ticagrelor|warfarin|acenocoumarol|apixaban|rivaroxaban|dabigatran|edoxaban|heparin|enoxaparin|tranexamic acid|digoxin|amiodarone|ivabradine|ranolazine|isosorbide mononitrate|isosorbide dinitrate|glyceryl trinitrate|nicorandil|sacubitril|' +
  'omeprazole|pantoprazole|rabeprazole|esomeprazole|lansoprazole|ranitidine|famotidine|sucralfate|domperidone|metoclopramide|ondansetron|prochlorperazine|cyclizine|promethazine|itopride|mebeverine|dicyclomine|hyoscine|drotaverine|loperamide|racecadotril|lactulose|bisacodyl|senna|macrogol|ispaghula|oral rehydration salts|simeticone|mesalazine|ursodeoxycholic acid|' +
  'salbutamol|levosalbutamol|terbutaline|salmeterol|formoterol|budesonide|beclometasone|fluticasone|ipratropium|tiotropium|glycopyrronium|montelukast|theophylline|doxofylline|aminophylline|acebrophylline|ambroxol|bromhexine|guaifenesin|dextromethorphan|carbocisteine|acetylcysteine|xylometazoline|oxymetazoline|cetirizine|levocetirizine|fexofenadine|loratadine|desloratadine|bilastine|chlorphenamine|hydroxyzine|diphenhydramine|phenylephrine|pseudoephedrine|' +
  'prednisolone|methylprednisolone|prednisone|hydrocortisone|dexamethasone|deflazacort|betamethasone|clobetasol|mometasone|triamcinolone|tacrolimus|ciclosporin|methotrexate|azathioprine|sulfasalazine|leflunomide|mycophenolate|rituximab|adalimumab|colchicine|allopurinol|febuxostat|' +
  'sertraline|fluoxetine|escitalopram|citalopram|paroxetine|venlafaxine|desvenlafaxine|duloxetine|mirtazapine|bupropion|amitriptyline|nortriptyline|imipramine|trazodone|diazepam|lorazepam|clonazepam|alprazolam|zolpidem|chlordiazepoxide|etizolam|olanzapine|quetiapine|risperidone|aripiprazole|haloperidol|clozapine|chlorpromazine|lithium|sodium valproate|carbamazepine|oxcarbazepine|phenytoin|phenobarbital|levetiracetam|lamotrigine|topiramate|gabapentin|pregabalin|levodopa|carbidopa|donepezil|memantine|sumatriptan|rizatriptan|flunarizine|betahistine|cinnarizine|baclofen|tizanidine|thiocolchicoside|cyclobenzaprine|methocarbamol|melatonin|methylphenidate|naltrexone|' +
  'levothyroxine|carbimazole|propylthiouracil|estradiol|progesterone|medroxyprogesterone|norethisterone|levonorgestrel|ethinylestradiol|mifepristone|misoprostol|oxytocin|clomifene|letrozole|tamoxifen|anastrozole|finasteride|dutasteride|tamsulosin|silodosin|solifenacin|oxybutynin|mirabegron|tolterodine|sildenafil|tadalafil|alendronate|zoledronic acid|denosumab|desmopressin|' +
  'ferrous sulfate|ferrous fumarate|ferrous ascorbate|iron sucrose|folic acid|vitamin b12|methylcobalamin|vitamin d|cholecalciferol|vitamin c|calcium|calcium carbonate|magnesium|zinc|potassium chloride|multivitamin|b complex|' +
  'mupirocin|fusidic acid|framycetin|povidone iodine|chlorhexidine|silver sulfadiazine|benzoyl peroxide|adapalene|tretinoin|isotretinoin|salicylic acid|calamine|timolol|latanoprost|brimonidine|dorzolamide|chloramphenicol|tobramycin|carboxymethylcellulose|moxidectin|adrenaline|atropine|naloxone|lidocaine|tetanus toxoid|anti-d|lacosamide|clobazam|vortioxetine|naproxen sodium|bromelain|serratiopeptidase|glucosamine';

/** Brand and other names, by generic. */
const NAMES: Record<string, string> = {
  paracetamol:
    'pcm|acetaminophen|tylenol|crocin|calpol|dolo|dolo-650|dolo 650|panadol|lemsip|pacimol|febrex|para|paracetemol|पैरासिटामोल|पेरासिटामोल',
  ibuprofen: 'brufen|nurofen|advil|motrin|combiflam|आइबुप्रोफेन',
  aspirin: 'ecosprin|disprin|acetylsalicylic acid|asa|loprin',
  diclofenac: 'voveran|voltaren|voltarol',
  aceclofenac: 'zerodol|hifenac',
  'mefenamic acid': 'meftal|meftal spas|ponstan',
  naproxen: 'naprosyn|aleve',
  tramadol: 'ultracet|ultram',
  oxycodone: 'percocet|oxycontin',
  hydrocodone: 'vicodin|lortab|norco',
  amoxicillin: 'amoxycillin|amox|mox|novamox|amoxil',
  'co-amoxiclav': 'augmentin|amoxiclav|moxikind|clavam|amoxicillin clavulanate|amoxicillin-clavulanate|amoxyclav',
  azithromycin: 'azithral|azee|zithromax|azithro|z-pak',
  clarithromycin: 'biaxin|claribid',
  cefixime: 'taxim-o|taxim o|zifi',
  cefalexin: 'cephalexin|keflex',
  ceftriaxone: 'monocef|rocephin',
  ciprofloxacin: 'cipro|ciplox|cifran',
  levofloxacin: 'levaquin|levoflox',
  ofloxacin: 'oflox|zanocin',
  norfloxacin: 'norflox',
  doxycycline: 'doxy|doxt',
  nitrofurantoin: 'macrobid|niftran|martifur',
  'co-trimoxazole': 'septran|bactrim|cotrimoxazole|septrin',
  metronidazole: 'flagyl|metrogyl|metro',
  aciclovir: 'acyclovir|zovirax',
  albendazole: 'zentel|bandy',
  fluconazole: 'forcan|diflucan',
  hydroxychloroquine: 'hcq|hcqs|plaquenil',
  metformin: 'glycomet|glucophage|obimet|मेटफॉर्मिन|मेटफार्मिन',
  glimepiride: 'amaryl|glycomet gp',
  gliclazide: 'diamicron|reclide',
  sitagliptin: 'januvia|istavel',
  vildagliptin: 'galvus',
  'insulin glargine': 'lantus|basalog|glargine',
  'insulin aspart': 'novorapid|novolog|aspart',
  'insulin lispro': 'humalog|lispro',
  insulin: 'mixtard|novomix|huminsulin|actrapid',
  semaglutide: 'ozempic|rybelsus|wegovy',
  dapagliflozin: 'forxiga|farxiga',
  empagliflozin: 'jardiance',
  amlodipine: 'amlong|amlokind|norvasc|stamlo|amlo|एम्लोडिपिन|एमलोडिपिन',
  telmisartan: 'telma|telmikind|टेल्मिसार्टन',
  losartan: 'losar|cozaar',
  lisinopril: 'zestril|prinivil',
  metoprolol: 'metxl|met xl|betaloc|lopressor|toprol|seloken',
  atenolol: 'tenormin|aten',
  propranolol: 'inderal|ciplar',
  labetalol: 'lobet',
  furosemide: 'lasix|frusemide|frusemid',
  torasemide: 'torsemide|dytor|demadex',
  spironolactone: 'aldactone',
  hydrochlorothiazide: 'hctz',
  atorvastatin: 'atorva|lipitor|storvas|atorlip|एटोरवास्टेटिन',
  rosuvastatin: 'crestor|rosuvas|rozavel',
  simvastatin: 'zocor',
  clopidogrel: 'plavix|clopilet|clavix',
  warfarin: 'coumadin|warf',
  apixaban: 'eliquis',
  rivaroxaban: 'xarelto',
  'glyceryl trinitrate': 'gtn|sorbitrate|nitroglycerin',
  omeprazole: 'omez|prilosec|ओमेप्राज़ोल',
  pantoprazole: 'pan 40|pan-40|pantocid|protonix|pan-d|panto',
  rabeprazole: 'razo|rabicip',
  esomeprazole: 'nexium',
  ranitidine: 'rantac|zantac|aciloc',
  famotidine: 'pepcid|famocid',
  ondansetron: 'emeset|zofran|ondem|vomikind',
  domperidone: 'domstal|motilium',
  prochlorperazine: 'stemetil|stemitil|buccastem',
  metoclopramide: 'perinorm|reglan|maxolon',
  loperamide: 'imodium|eldoper',
  dicyclomine: 'cyclopam|bentyl',
  drotaverine: 'drotin',
  hyoscine: 'buscopan',
  lactulose: 'duphalac',
  macrogol: 'laxido|movicol|miralax',
  ispaghula: 'isabgol|psyllium|metamucil|fybogel',
  'oral rehydration salts': 'ors|electral|dioralyte|diarolyte|diorolyte|dioralite|ओआरएस',
  salbutamol: 'asthalin|ventolin|albuterol|proair',
  levosalbutamol: 'levolin|levalbuterol',
  budesonide: 'budecort|pulmicort|foracort|symbicort',
  fluticasone: 'flonase|flixotide|seroflo|advair',
  montelukast: 'montair|singulair|montek',
  cetirizine: 'cetzine|zyrtec|alerid|okacet',
  levocetirizine: 'levocet|lcz|montek lc|xyzal',
  fexofenadine: 'allegra',
  loratadine: 'claritin|clarityn',
  chlorphenamine: 'piriton|avil|cpm|chlorpheniramine',
  prednisolone: 'wysolone|omnacortil',
  methylprednisolone: 'medrol|solumedrol',
  betamethasone: 'betnovate|betnesol',
  clobetasol: 'tenovate|dermovate',
  sertraline: 'zoloft|serta|lustral',
  fluoxetine: 'prozac|fludac',
  escitalopram: 'nexito|lexapro|cipralex',
  citalopram: 'celexa',
  duloxetine: 'cymbalta',
  venlafaxine: 'effexor',
  bupropion: 'wellbutrin',
  diazepam: 'valium|calmpose',
  lorazepam: 'ativan',
  alprazolam: 'xanax|alprax',
  clonazepam: 'klonopin|lonazep|rivotril',
  zolpidem: 'ambien|zolfresh',
  quetiapine: 'seroquel',
  carbamazepine: 'tegretol|tegrital',
  phenytoin: 'eptoin|dilantin',
  levetiracetam: 'keppra|levipil',
  'sodium valproate': 'epilim|valparin|depakote|valproate',
  gabapentin: 'neurontin|gabapin',
  pregabalin: 'lyrica|pregalin',
  betahistine: 'vertin|serc',
  cinnarizine: 'stugeron|stugil',
  levothyroxine: 'thyronorm|eltroxin|thyroxine|synthroid|thyrox|l-thyroxine',
  carbimazole: 'neomercazole',
  tamsulosin: 'urimax|flomax',
  'folic acid': 'folvite|folate',
  'ferrous ascorbate': 'orofer',
  'ferrous sulfate': 'iron tablets|ifa|iron folic acid|iron and folic acid|iron|ferrous sulphate',
  calcium: 'shelcal|calcium tablets',
  'tranexamic acid': 'pause|trapic|txa',
  'isosorbide mononitrate': 'ismn|monit',
  'povidone iodine': 'betadine',
  adrenaline: 'epinephrine|epipen',
  cyclobenzaprine: 'flexeril',
  isotretinoin: 'accutane|roaccutane',
  mirtazapine: 'remeron',
  tiotropium: 'spiriva',
  allopurinol: 'zyloric|zyloprim',
  norethisterone: 'primolut',
  ethinylestradiol: 'microgynon|ocp|ocps|combined pill|cocp|oral contraceptive|oral contraceptive pill|mala-d|mala n|ovral',
  etonogestrel: 'implanon|nexplanon|contraceptive implant',
  levonorgestrel: 'mirena|i-pill|ipill|emergency contraception',
};

/** Groups of medicines, which a note may name instead of one. */
const CLASSES: Record<string, string> = {
  antibiotic: 'abx|antibiotics|एंटीबायोटिक',
  antihistamine: 'antihistamines',
  steroid: 'steroids|corticosteroid|steroid cream|steroid inhaler',
  emollient: 'emollients|moisturiser|moisturizer',
  diuretic: 'diuretics|water tablets',
  inhaler: 'inhalers',
  antacid: 'antacids',
  nsaid: 'nsaids|anti-inflammatory|anti-inflammatories',
  antiviral: 'antivirals',
  antiemetic: 'antiemetics|anti-sickness|anti sickness|anti-emetic',
  painkiller: 'painkillers|analgesia|analgesics|analgesic|pain killer|दर्द की दवा',
  'hormone replacement therapy': 'hrt',
  statin: 'statins',
  'beta blocker': 'beta blockers|beta-blocker',
  'ace inhibitor': 'acei|ace inhibitors',
  'proton pump inhibitor': 'ppi|ppis',
  ssri: 'ssris|antidepressant|antidepressants',
  'cough syrup': 'cough syp|linctus|cough linctus|cough mixture',
  laxative: 'laxatives',
  vaccine: 'vaccination|vaccines',
  'blood thinner': 'anticoagulant|anticoagulants|blood thinners',
  'night and day nurse': 'night nurse|day nurse|day and night nurse',
};

export type Drug = { name: string; forms: string[] };

const own = (name: string): string => NAMES[name] ?? '';

export const DRUGS: readonly Drug[] = [
  ...[...new Set([...GENERICS.split('|'), ...Object.keys(NAMES)])].map((name) => ({ name, forms: [name, ...forms(own(name))] })),
  ...Object.entries(CLASSES).map(([name, also]) => ({ name, forms: [name, ...forms(also)] })),
];

/** Shorthand for a medicine that the record writes out: the name is the doctor's own, the letters are not lost on a lay reader. */
export const DRUG_SHORTHAND: Record<string, string> = {
  pcm: 'paracetamol',
  abx: 'antibiotics',
  ors: 'oral rehydration salts',
  hctz: 'hydrochlorothiazide',
  gtn: 'glyceryl trinitrate',
  hcq: 'hydroxychloroquine',
  ocp: 'oral contraceptive pill',
  ppi: 'proton pump inhibitor',
  ismn: 'isosorbide mononitrate',
  nsaids: 'anti-inflammatories',
  amox: 'amoxicillin',
};

/** Endings of international nonproprietary names (WHO stem book); a word with one is taken for a drug though no list holds it. */
const STEMS =
  /^[a-z]{3,}(?:april|opril|sartan|statin|olol|prazole|floxacin|mycin|cillin|gliptin|gliflozin|formin|dipine|triptan|azepam|azolam|setron|tidine|conazole|ciclovir|cycline|xaban|parin|glitazone|lukast|sone|solone|profen|mab|tinib|vir|thiazide|semide)$/;
const NOT_DRUGS = new Set([
  'person',
  'reason',
  'season',
  'poison',
  'lesson',
  'liaison',
  'comparison',
  'unison',
  'venison',
  'prison',
  'caparison',
  'pepsinogen',
  'elixir',
]);

export const looksLikeDrug = (word: string): boolean => word.length >= 7 && STEMS.test(word) && !NOT_DRUGS.has(word);

/** Whether one typing slip (a letter more, less, other, or two swapped) turns one word into the other. */
const oneSlip = (left: string, right: string): boolean => {
  if (Math.abs(left.length - right.length) > 1) return false;
  let head = 0;
  while (head < left.length && left[head] === right[head]) head += 1;
  const rest = (text: string, from: number): string => text.slice(from);
  return (
    rest(left, head + 1) === rest(right, head + 1) ||
    rest(left, head + 1) === rest(right, head) ||
    rest(left, head) === rest(right, head + 1) ||
    (left[head] === right[head + 1] && left[head + 1] === right[head] && rest(left, head + 2) === rest(right, head + 2))
  );
};

const LONG_NAMES = DRUGS.flatMap((drug) => drug.forms.filter((form) => /^[a-z]{7,}$/.test(form)).map((form) => [form, drug.name] as const));
const byInitial = new Map<string, (readonly [form: string, name: string])[]>();
for (const entry of LONG_NAMES) {
  const initial = entry[0].slice(0, 1);
  byInitial.set(initial, [...(byInitial.get(initial) ?? []), entry]);
}

/** The drug that a misspelt word means, when exactly one is a slip away. For the doctor's notes only: a written note must spell it right. */
export const misspeltDrug = (word: string): string | undefined => {
  if (word.length < 7) return undefined;
  const near = new Set((byInitial.get(word.slice(0, 1)) ?? []).filter(([form]) => oneSlip(form, word)).map(([, name]) => name));
  const [only] = near;
  return near.size === 1 ? only : undefined;
};

/** Whether a name stands for a group, such as antibiotics, not for one medicine. */
export const isGroupOfDrugs = (name: string): boolean => Object.hasOwn(CLASSES, name);
