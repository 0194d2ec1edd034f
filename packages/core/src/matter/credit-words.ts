import { isRightToLeft } from '../editions/edition-language.ts';

/** The words of covers and credits, in the language of a book. */
export interface CreditWords {
  readonly cover: string;
  readonly credits: string;
  readonly back: string;
  /** Stands before the author's name. */
  readonly words: string;
  /** Stands before the translator's name. */
  readonly translation: string;
  /** Stands before the names of image models. */
  readonly generated: string;
  /** Said of pictures by the built-in storyboard. */
  readonly drafts: string;
  /** Said when some pictures were uploaded. */
  readonly supplied: string;
  /** Said in the title of a book that is bound before everything is drawn. */
  readonly partial: string;
  /** Stands in it where a panel is not drawn. */
  readonly undrawn: string;
}

const english: CreditWords = {
  cover: 'Cover',
  credits: 'Credits',
  back: 'Back cover',
  words: 'Words',
  translation: 'Translation',
  generated: 'Pictures made with artificial intelligence',
  drafts: 'Pictures: drafts by the built-in storyboard',
  supplied: 'Some pictures were supplied by the author.',
  partial: 'partial',
  undrawn: 'Not drawn yet',
};

// cspell:disable: other languages
const languages: Readonly<Record<string, CreditWords>> = {
  en: english,
  ar: {
    cover: 'الغلاف',
    credits: 'شارة العمل',
    back: 'الغلاف الخلفي',
    words: 'النص',
    translation: 'الترجمة',
    generated: 'صور أُنشئت بالذكاء الاصطناعي',
    drafts: 'الصور: مسودات من لوحة القصة المدمجة',
    supplied: 'بعض الصور قدّمها المؤلف.',
    partial: 'غير مكتمل',
    undrawn: 'لم تُرسم بعد',
  },
  de: {
    cover: 'Umschlag',
    credits: 'Impressum',
    back: 'Rückseite',
    words: 'Text',
    translation: 'Übersetzung',
    generated: 'Bilder mit künstlicher Intelligenz erstellt',
    drafts: 'Bilder: Entwürfe des eingebauten Storyboards',
    supplied: 'Einige Bilder stammen vom Autor.',
    partial: 'unvollständig',
    undrawn: 'Noch nicht gezeichnet',
  },
  es: {
    cover: 'Cubierta',
    credits: 'Créditos',
    back: 'Contracubierta',
    words: 'Texto',
    translation: 'Traducción',
    generated: 'Imágenes creadas con inteligencia artificial',
    drafts: 'Imágenes: bocetos del storyboard incorporado',
    supplied: 'Algunas imágenes son del autor.',
    partial: 'incompleto',
    undrawn: 'Aún sin dibujar',
  },
  fr: {
    cover: 'Couverture',
    credits: 'Crédits',
    back: 'Quatrième de couverture',
    words: 'Texte',
    translation: 'Traduction',
    generated: 'Images créées avec une intelligence artificielle',
    drafts: 'Images : esquisses du storyboard intégré',
    supplied: 'Certaines images ont été fournies par l’auteur.',
    partial: 'incomplet',
    undrawn: 'Pas encore dessiné',
  },
  he: {
    cover: 'כריכה',
    credits: 'קרדיטים',
    back: 'כריכה אחורית',
    words: 'מילים',
    translation: 'תרגום',
    generated: 'תמונות שנוצרו בבינה מלאכותית',
    drafts: 'תמונות: סקיצות של לוח התכנון המובנה',
    supplied: 'חלק מהתמונות סופקו על ידי המחבר.',
    partial: 'לא שלם',
    undrawn: 'עדיין לא צויר',
  },
  it: {
    cover: 'Copertina',
    credits: 'Crediti',
    back: 'Quarta di copertina',
    words: 'Testi',
    translation: 'Traduzione',
    generated: 'Immagini create con intelligenza artificiale',
    drafts: 'Immagini: bozze dello storyboard integrato',
    supplied: 'Alcune immagini sono state fornite dall’autore.',
    partial: 'incompleto',
    undrawn: 'Non ancora disegnato',
  },
  ja: {
    cover: '表紙',
    credits: 'クレジット',
    back: '裏表紙',
    words: '文',
    translation: '翻訳',
    generated: '画像はAIで生成されました',
    drafts: '画像：内蔵ストーリーボードの下描き',
    supplied: '一部の画像は著者が用意しました。',
    partial: '未完成',
    undrawn: '未作画',
  },
  ko: {
    cover: '표지',
    credits: '제작 정보',
    back: '뒤표지',
    words: '글',
    translation: '번역',
    generated: '인공지능으로 만든 그림',
    drafts: '그림: 내장 스토리보드의 초안',
    supplied: '일부 그림은 저자가 제공했습니다.',
    partial: '미완성',
    undrawn: '아직 그려지지 않음',
  },
  pt: {
    cover: 'Capa',
    credits: 'Créditos',
    back: 'Contracapa',
    words: 'Texto',
    translation: 'Tradução',
    generated: 'Imagens criadas com inteligência artificial',
    drafts: 'Imagens: esboços do storyboard integrado',
    supplied: 'Algumas imagens foram fornecidas pelo autor.',
    partial: 'incompleto',
    undrawn: 'Ainda não desenhado',
  },
  ru: {
    cover: 'Обложка',
    credits: 'Выходные данные',
    back: 'Задняя обложка',
    words: 'Текст',
    translation: 'Перевод',
    generated: 'Изображения созданы искусственным интеллектом',
    drafts: 'Изображения: наброски встроенной раскадровки',
    supplied: 'Некоторые изображения предоставил автор.',
    partial: 'не закончено',
    undrawn: 'Ещё не нарисовано',
  },
  zh: {
    cover: '封面',
    credits: '制作信息',
    back: '封底',
    words: '文字',
    translation: '翻译',
    generated: '图片由人工智能生成',
    drafts: '图片：内置分镜草图',
    supplied: '部分图片由作者提供。',
    partial: '未完成',
    undrawn: '尚未绘制',
  },
  'zh-Hant': {
    cover: '封面',
    credits: '製作資訊',
    back: '封底',
    words: '文字',
    translation: '翻譯',
    generated: '圖片由人工智慧生成',
    drafts: '圖片：內建分鏡草圖',
    supplied: '部分圖片由作者提供。',
    partial: '未完成',
    undrawn: '尚未繪製',
  },
};
// cspell:enable

/** In the book's language where it is known, otherwise in English. */
export function creditWords(language: string): CreditWords {
  const { language: name, script } = new Intl.Locale(language).maximize();
  return languages[`${name}-${script}`] ?? languages[name] ?? english;
}

const rightToLeftLetter =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * A label with a name behind it. On a line of its own where the name runs against the language: its last mark, such as the full stop of *Jr.*,
 * would otherwise stand at its other end.
 */
export function creditLines(label: string, name: string, language: string): string[] {
  const first = /\p{L}/u.exec(name)?.[0];
  const against = first !== undefined && rightToLeftLetter.test(first) !== isRightToLeft(language);
  return against ? [`${label}:`, name] : [`${label}: ${name}`];
}
