import type { Letter } from '../shared/mail.ts';
import type { DoctorApplication, ScreenLanguage } from './contract.ts';

/** What an applicant is told, in the language of their screens. */
export const applicationLetter = (decided: DoctorApplication, language: ScreenLanguage, link: string): Letter => {
  const { name, email: to, reason } = decided;
  if (decided.status === 'approved')
    return language === 'hi'
      ? {
          to,
          subject: 'Arogya: आपका आवेदन मंज़ूर हुआ',
          text: `नमस्ते ${name},\n\nआप अब Arogya पर डॉक्टर के रूप में दर्ज हैं। काम शुरू करने के लिए फिर से साइन इन करें:\n${link}\n\nArogya`,
        }
      : {
          to,
          subject: 'Arogya: your application is approved',
          text: `Dear ${name},\n\nYou are now listed as a doctor on Arogya. Sign in again to start:\n${link}\n\nArogya`,
        };
  return language === 'hi'
    ? {
        to,
        subject: 'Arogya: आपके आवेदन के बारे में',
        text: `नमस्ते ${name},\n\nहम आपका आवेदन मंज़ूर नहीं कर सके। कारण:\n${reason ?? ''}\n\nसुधार के बाद आप फिर आवेदन कर सकते हैं:\n${link}\n\nArogya`,
      }
    : {
        to,
        subject: 'Arogya: about your application',
        text: `Dear ${name},\n\nWe could not approve your application. The reason:\n${reason ?? ''}\n\nYou can apply again once this is put right:\n${link}\n\nArogya`,
      };
};
