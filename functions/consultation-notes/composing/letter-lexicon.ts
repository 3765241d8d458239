import { forms } from '../reading/phrases.ts';

/** Something a patient is told to do or to have done, in plain words of each language (general clinical knowledge). */
export type Advice = { forms: string[]; english: string; hindi: string };

const advice = (list: string, english: string, hindi: string): Advice => ({ forms: forms(list), english, hindi });

/** Whole orders: each rests on words of the same meaning in the notes. */
export const SELF_CARE: readonly Advice[] = [
  advice('rest|take rest|get rest|adequate rest', 'Get rest', 'आराम करें'),
  advice('bed rest', 'Rest in bed', 'बिस्तर पर आराम करें'),
  advice('fluids|oral fluids|fluid|take fluids|drink fluids', 'Drink fluids', 'तरल चीज़ें पिएँ'),
  advice(
    'push fluids|plenty of fluids|plenty fluids|lots of fluids|increase fluids|adequate fluids|encourage fluids|plenty of oral fluids|plenty of water',
    'Drink plenty of fluids',
    'ख़ूब तरल चीज़ें पिएँ',
  ),
  advice('steam|steam inhalation|steam inh', 'Breathe in steam', 'भाप लें'),
  advice('gargles|gargle|salt gargles|warm saline gargles|salt water gargles|saline gargles', 'Gargle', 'गरारे करें'),
  advice('soft diet|encourage soft diet', 'Eat soft food', 'नरम खाना खाएँ'),
  advice('light diet', 'Eat light food', 'हल्का खाना खाएँ'),
  advice('low salt diet|reduce salt|less salt|salt restriction|cut down salt', 'Eat less salt', 'नमक कम खाएँ'),
  advice('low sugar diet|diabetic diet|reduce sugar|less sugar|avoid sugar|avoid sweets', 'Eat less sugar', 'मीठा कम खाएँ'),
  advice(
    'avoid oily food|avoid spicy food|avoid oily spicy food|avoid oily and spicy food',
    'Avoid oily and spicy food',
    'तला-भुना और मसालेदार खाना न खाएँ',
  ),
  advice('elevate leg|leg elevation|elevation|elevate limb|limb elevation', 'Keep it raised', 'उसे ऊँचा रखें'),
  advice('ice packs|ice pack|ice|cold compress|cold packs', 'Use an ice pack', 'बर्फ़ से सिकाई करें'),
  advice('warm compress|hot fomentation|heat pack|hot packs|hot compress', 'Use a warm pack', 'गर्म सिकाई करें'),
  advice('stop smoking|quit smoking|smoking cessation|stop smoking advice|smoking cessation advice', 'Stop smoking', 'धूम्रपान बंद करें'),
  advice('avoid alcohol|stop alcohol', 'Do not drink alcohol', 'शराब न पिएँ'),
  advice('exercise|regular exercise|daily exercise', 'Exercise regularly', 'नियमित रूप से व्यायाम करें'),
  advice('daily walk|walk daily|walk every day|walking', 'Walk every day', 'रोज़ टहलें'),
  advice('no driving|avoid driving', 'Do not drive', 'गाड़ी न चलाएँ'),
  advice('mosquito net|use mosquito net', 'Use a mosquito net', 'मच्छरदानी लगाएँ'),
  advice('mask|wear mask', 'Wear a mask', 'मास्क पहनें'),
  advice('headache diary|keep headache diary', 'Keep a headache diary', 'सिरदर्द की डायरी रखें'),
  advice('symptom diary|keep symptom diary', 'Keep a diary of your symptoms', 'अपनी तकलीफ़ की डायरी रखें'),
  advice('food diary|keep food diary', 'Keep a food diary', 'खाने की डायरी रखें'),
  advice('physio|physiotherapy|for physio|for physiotherapy|start physio', 'Go to physiotherapy', 'फ़िज़ियोथेरेपी के लिए जाएँ'),
];

export const TESTS: readonly Advice[] = [
  advice('pregnancy test|upt|urine pregnancy test', 'pregnancy test', 'प्रेगनेंसी टेस्ट'),
  advice(
    'urine dip|urine dipstick|urine dipstick test|urinalysis|urine analysis|urine test|urine r/m|urine routine|urine routine examination',
    'urine test',
    'पेशाब की जाँच',
  ),
  advice('msu|midstream urine sample|urine culture|urine c/s', 'urine sample for the lab', 'लैब में पेशाब की जाँच'),
  advice('blood tests|blood test|bloods|blood ix', 'blood tests', 'ख़ून की जाँच'),
  advice('fbc|cbc|full blood count|complete blood count', 'blood count', 'ख़ून की जाँच (CBC)'),
  advice('u+e|u+es|u&e|u&es|urea and electrolytes|rft|kft|kidney function tests|creatinine', 'kidney blood test', 'गुर्दे की ख़ून की जाँच'),
  advice('lft|lfts|liver function tests', 'liver blood test', 'लिवर की ख़ून की जाँच'),
  advice('tft|tfts|thyroid function tests|tsh', 'thyroid blood test', 'थायरॉइड की ख़ून की जाँच'),
  advice('bnp', 'heart blood test (BNP)', 'दिल की ख़ून की जाँच (BNP)'),
  advice('hba1c|repeat hba1c', 'sugar blood test (HbA1c)', 'शुगर की जाँच (HbA1c)'),
  advice('fbs|fasting blood sugar|fasting sugar', 'fasting sugar test', 'ख़ाली पेट शुगर की जाँच'),
  advice('rbs|blood sugar|random blood sugar|grbs', 'blood sugar test', 'शुगर की जाँच'),
  advice('lipid profile|lipids|cholesterol', 'cholesterol test', 'कोलेस्ट्रॉल की जाँच'),
  advice('crp', 'blood test (CRP)', 'ख़ून की जाँच (CRP)'),
  advice('esr', 'blood test (ESR)', 'ख़ून की जाँच (ESR)'),
  advice('troponin t|trop t', 'blood test (troponin T)', 'ख़ून की जाँच (troponin T)'),
  advice('troponin i|trop i', 'blood test (troponin I)', 'ख़ून की जाँच (troponin I)'),
  advice('troponin|trop', 'blood test (troponin)', 'ख़ून की जाँच (troponin)'),
  advice('inr|inr check|pt/inr', 'blood test (INR)', 'ख़ून की जाँच (INR)'),
  advice('hiv test|hiv', 'HIV test', 'एचआईवी की जाँच'),
  advice('ct|ct scan', 'CT scan', 'CT स्कैन'),
  advice('ct head|ct brain|ct scan head|head ct', 'CT scan of the head', 'सिर का CT स्कैन'),
  advice('mri|mri scan', 'MRI scan', 'MRI स्कैन'),
  advice('growth scan|usg growth scan|growth usg', 'ultrasound growth scan', 'बच्चे की बढ़त का अल्ट्रासाउंड'),
  advice('spirometry', 'breathing test', 'साँस की जाँच'),
  advice('ecg|ekg|12 lead ecg', 'heart tracing (ECG)', 'ईसीजी (ECG)'),
  advice('echo|echocardiogram', 'heart scan (echo)', 'दिल की जाँच (echo)'),
  advice('cxr|chest x-ray|chest xray|chest x ray|x-ray chest|xray chest', 'chest X-ray', 'छाती का X-ray'),
  advice('x-ray|xray|x ray', 'X-ray', 'X-ray'),
  advice('usg|ultrasound|uss|ultrasound abdomen|usg abdomen', 'ultrasound', 'अल्ट्रासाउंड'),
  advice('dengue test|ns1|dengue ns1', 'dengue test', 'डेंगू की जाँच'),
  advice('malaria test|mp smear|malaria smear|peripheral smear', 'malaria test', 'मलेरिया की जाँच'),
  advice('sputum afb|phlegm afb|sputum test|sputum for afb|cbnaat', 'phlegm test', 'बलग़म की जाँच'),
  advice('stool test|stool r/m|stool culture|stool examination', 'stool test', 'मल की जाँच'),
];

/** A name that a singular noun of English wants an article before. */
export const TAKES_ARTICLE = new Set(
  forms(
    'cough|dry cough|productive cough|runny nose|blocked nose|sore throat|cold|headache|rash|lump|seizure|neck stiffness|red eye|fall|high-grade fever|low-grade fever|palpitations|missed period|fracture|murmur|injury|red throat|hoarse voice|respiratory tract infection|upper respiratory tract infection|viral upper respiratory tract infection|lower respiratory tract infection|urinary tract infection|stroke|transient ischaemic attack|myocardial infarction|sexually transmitted infection|viral fever|viral illness|infection|gastroenteritis|abscess|sprain|hernia|fungal infection|peptic ulcer|tension-type headache|migraine|deep vein thrombosis|pulmonary embolism|acute cardiac event|acute coronary syndrome|ST-elevation myocardial infarction|non-ST-elevation myocardial infarction|labyrinthitis|otitis media|otitis externa|sinusitis|tonsillitis|pharyngitis|cellulitis|pelvic inflammatory disease|intracranial bleed|acute kidney injury|allergic rhinitis|sepsis|anaemia',
  ),
);

/** Words of a plan that carry nothing for the patient once the plan is an order. */
export const ORDER_WORDS = new Set(
  forms(
    'for|to|and|of|the|a|an|in|then|as|take|takes|start|started|give|given|use|using|used|rx|regular|regularly|tab|tablet|tabs|cap|capsule|caps|syp|syrup|syr|otc|over|counter|continue|cont|course|management|supportive|conservative|mx|treatment|symptomatic|advised|advise|adv|advice|encourage|plan|arrange|send|do|check|order|request|get|need|needs|including|inc|incl|please|prescribe|initiate|begin|commence|by|mouth|po|oral|orally|also|days|x|each|cream|ointment|drops|inhaler|spray',
  ),
);
