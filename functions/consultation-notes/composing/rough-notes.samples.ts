/** Rough notes of invented visits, in the shorthand of clinics in India and Britain. For tests only. */
export const INVENTED_NOTES: readonly { patient: string; rough: string }[] = [
  {
    patient: 'Sunita Devi',
    rough:
      '3/7 fever + dry cough, temp at home 101F. no SOB, no chest pain\n\nPMH: T2DM, metformin 500 bd, takes it regularly\nAllergy: penicillin - rash 2019\nIx: HbA1c 7.2% (18/11), was 7.6 in Aug\n\no/e T 100.8F  P 92  BP 132/84  RR 18  SpO2 98% RA\nThroat red, no exudate. Chest clear\n\nImp: viral URTI\nPlan: paracetamol 650 mg tds prn 3/7\nfluids, steam\nr/v 3/7, sooner if SOB or fever >3/7',
  },
  {
    patient: 'Ramesh Kulkarni',
    rough:
      'c/o L knee pain x 2/52, worse on stairs. No locking, no fall. Nil swelling R knee\nk/c/o HTN, on Telma 40 mg od\nDH: telmisartan 40 mg od, atorvastatin 10 mg hs\nNKDA\no/e L knee mild effusion, R knee normal. BP 148/90 wt 82kg\nImp: ?OA L knee\nPlan: tab aceclofenac 100 mg bd pc x 5/7; pantoprazole 40 mg od ac x 5/7\nXray L knee\nPhysio\nf/u 2/52 INB',
  },
  {
    patient: 'Fatima Begum',
    rough:
      'PC: burning micturition 4/7, freq++\nNo fever/loin pain/haematuria\nLMP 2/52 ago, not pregnant\nPMH: hypothyroidism\nMeds: thyroxine 75 mcg od\nAllergies: sulfa (rash)\nO/E: T 98.6F BP 118/76, abdo soft, mild suprapubic tenderness, no loin tenderness\nUrine dip: nitrite pos, leuco ++\nDx: UTI\nRx: nitrofurantoin 100 mg bd x 5/7\nMSU sent\nPush fluids\nReview in 5/7, or earlier if fever, vomiting, back pain',
  },
  {
    patient: 'Arjun Nair',
    rough:
      'Hx: 1/7 loose motions 6x/day, vomited x3. No blood in stools, no fever. Passing urine.\nAte outside food yesterday\nPMH - nil\nDH - nil\no/e - mild dehydration, abdo soft, non tender, P 96, BP 110/70\nImp - acute gastroenteritis\nPlan - ORS 200 ml after each stool\n- ondansetron 4 mg sos\n- zinc 20 mg od x 14 days\n- no antibiotics\n- return if blood in stools or not passing urine',
  },
  {
    patient: 'Meenakshi Sundaram',
    rough:
      '58F k/c/o T2DM x 10 yrs, HTN x 6 yrs. here for r/v\nno chest pain, no SOBOE, no pedal oedema. denies hypoglycaemia\nFBS 142, PPBS 198, HbA1c 8.1%\nDH: metformin 1 g bd, glimepiride 2 mg od, amlodipine 5 mg od, aspirin 75 mg od\no/e BP 150/92, P 78, wt 68 kg. feet: sensation reduced both feet, no ulcer\nImp: uncontrolled T2DM, HTN\nPlan: increase glimepiride to 4 mg od, cont metformin 1 g bd\nlow salt diet, daily walk 30 min\nrepeat HbA1c 3/12\nr/v 4/52 with BP chart',
  },
  {
    patient: 'Gurpreet Singh',
    rough:
      'Cough w/ sputum 3/52, evening fever, wt loss 4 kg in 2/12. No haemoptysis. Smoker 20/day x 15 yrs\nFH: brother - TB 2021\nNKDA\no/e thin, T 99.8F, R upper chest creps, no wheeze\nImp: ?pulm TB\nPlan: sputum AFB x2, CXR, CBC, ESR. HIV test with consent\nStop smoking advice\nr/v 3/7 with reports',
  },
  {
    patient: 'Lakshmi Iyer',
    rough:
      'G2P1, 28/40, ANC visit. Feeling well. No bleeding PV, no headache, no visual sx, fetal movements good\nBP 122/78, wt 64 kg, Hb 10.2\nNo pedal edema\nIFA 1 tab od, calcium 500 mg bd - takes daily\nPlan: cont IFA bd, calcium bd. USG growth scan 32/40. r/v 2/52. Safety net: headache, bleeding, reduced fetal movements',
  },
  {
    patient: 'Mohammed Irfan',
    rough:
      '6 yr old, wt 20 kg. Ear pain R x 2/7, fever 102F. No discharge. No vomiting. Eating less\no/e R TM red, bulging. L TM normal. Throat clear. No neck stiffness\nImp: R AOM\nPlan: syp amoxicillin 250 mg tds x 7/7, syp paracetamol 250 mg qds prn\nr/v 3/7 or sooner if fever persists, swelling behind ear, drowsy',
  },
  {
    patient: 'Kavita Sharma',
    rough:
      'HPC: headache L side, throbbing, 6/10, with nausea x 1/7. Similar 3 episodes in last 2/12. Photophobia +. No fever, no neck stiffness, no weakness, no LOC\nPMH: migraine. anxiety\nDH: propranolol 40 mg bd, sumatriptan 50 mg prn\nFH: mother migraine\nSH: teacher, non-smoker, no EtOH\no/e alert, BP 124/80, fundi normal, no focal neuro deficit\nImp: migraine without aura\nPlan: naproxen 500 mg bd x 3/7 with food, domperidone 10 mg tds x 3/7\nheadache diary\nf/u 4/52\nred flags explained - worst headache, weakness, visual loss',
  },
  {
    patient: 'Joseph Fernandes',
    rough:
      'Chest pain 2 hrs, central, radiating to L arm, sweating ++. Nil SOB. nausea, no vomiting\nPMH: HTN, IHD - stent 2018. Not taking meds x 1/12\nDH: was on ecosprin 75 od, clopidogrel 75 od, atorva 40 hs, metoprolol 25 bd\nAllergies: nil\no/e pale, P 104, BP 96/60, RR 22, SpO2 94% RA, chest clear\nECG: ST elevation II, III, aVF\nImp: inferior STEMI\nPlan: aspirin 300 mg stat, clopidogrel 300 mg stat, atorvastatin 80 mg stat\n108 ambulance called, refer cath lab',
  },
  {
    patient: 'Anjali Gupta',
    rough:
      'Itchy rash both hands 2/52, new soap. no fever no blisters\nPMH eczema as child\nno regular meds, NKDA\nO/E dry scaly patches bilat palms, no infection\nImp contact dermatitis\nPlan hydrocortisone 1% cream bd 7/7, emollient qds, avoid soap\nr/v 2/52',
  },
  {
    patient: 'Bhaskar Rao',
    rough:
      '72M, fall at home 2/7 ago, hit R hip. walking with pain. No LOC, no head injury. On warfarin 3 mg od, INR 2.4 last wk\nPMH: AF, CKD stage 3\no/e R hip bruise 5x4 cm, no shortening, SLR 60 deg, L hip normal. BP 138/70 P 76 irreg\nImp: soft tissue injury R hip, r/o #\nPlan: Xray R hip + pelvis today. paracetamol 1 g qds, no NSAIDs. INR check 3/7. Return if severe pain, unable to walk, headache',
  },
];
