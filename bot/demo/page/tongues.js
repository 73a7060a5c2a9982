// The few words that Telegram itself says in the language of the phone.

const WORDS = {
  en: { question: "What can this bot do?", message: "Message", start: "" },
  de: { question: "Was kann dieser Bot?", message: "Nachricht", start: "Starten" },
  tr: { question: "Bu bot ne yapabilir?", message: "Mesaj", start: "Başlat" },
  ar: { question: "ماذا يستطيع هذا البوت؟", message: "رسالة", start: "ابدأ" },
};

/** The words for a language tag; English where there are none. */
export const wordsFor = (tag) => WORDS[tag.slice(0, 2).toLowerCase()] ?? WORDS.en;
