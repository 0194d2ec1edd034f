import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PanelText, ReadingDirection, SheetPlan } from '@nextpanel/core';
import { drawLettering, letterSheet } from '@nextpanel/imaging';
import sharp from 'sharp';
import { expect, test } from 'vitest';

/**
 * One picture for each direction, with a balloon in each script. They were looked at one by one; a change that moves letters shows here,
 * and is looked at again: `GOLDEN=write` writes them again, and a failing test leaves what it drew in `out/golden`.
 */
const speak = (language: string, text: string): PanelText & { language: string } => ({
  kind: 'speech',
  speaker: 'hare',
  text,
  drawnBy: 'overlay',
  language,
});

// cspell:disable: words of other languages
const leftToRight = [
  speak('en', 'Nobody in this whole meadow is *faster* than me!'),
  speak('vi', 'Không ai trên đồng cỏ này chạy nhanh hơn tôi!'),
  speak('ru', 'Никто на всём этом лугу не бегает быстрее меня!'),
  speak('uk', 'Ніхто на всій цій луці не бігає швидше за мене, їй-богу!'),
  speak('el', 'Κανένας σε όλο το λιβάδι δεν είναι πιο γρήγορος από μένα!'),
  speak('hi', 'इस पूरे मैदान में मुझसे तेज़ कोई नहीं दौड़ सकता!'),
  speak('th', 'ไม่มีใครในทุ่งหญ้านี้วิ่งเร็วกว่าฉันหรอกนะ จริง ๆ'),
  speak('ko', '이 풀밭에서 나보다 빠른 동물은 아무도 없어!'),
  speak('ja', 'この野原で、ぼくより足の速い者はいないよ！ほんとうさ。'),
  speak('zh-Hans', '这片草地上没有谁比我跑得更快！我说的是真的。'),
  speak('zh-Hant', '這片草地上沒有誰比我跑得更快！我說的是真的。'),
  speak('zh-HK', '呢片草地上冇人跑得快過我！佢哋喺嗰度睇住。'),
];

const rightToLeft = [
  speak('ar', 'لا أحد في هذا المرج كله أسرع مني، صدّقوني!'),
  speak('he', 'אין אף אחד בכל האחו הזה שמהיר ממני, תאמינו לי!'),
  speak('ur', 'اس پوری چراگاہ میں مجھ سے تیز کوئی نہیں دوڑتا!'),
  speak('fa', 'هیچ‌کس در این چمنزار از من تندتر نمی‌دود!'),
  speak('ja', 'この野原で、ぼくより足の速い者は12匹もいないよ！ABC社の……ほんとうさ!?'),
  speak('zh-Hant', '這片草地上，沒有誰比我跑得更快！我說的是真的——25年了。'),
  speak('zh-Hans', '这片草地上，没有谁比我跑得更快！“真的”，他说。'),
];

// cspell:enable

const size = { width: 560, height: 560 };

function planFor(count: number, direction: ReadingDirection): SheetPlan {
  const [columns, rows] = [3, Math.ceil(count / 3)];
  const slots = Array.from({ length: count }, (_, index) => {
    const column = index % columns;
    return {
      panel: index + 1,
      x: (direction === 'rtl' ? columns - 1 - column : column) * (size.width + 10) + 10,
      y: Math.floor(index / columns) * (size.height + 10) + 10,
      ...size,
    };
  });
  const page = { width: columns * (size.width + 10) + 10, height: rows * (size.height + 10) + 10 };
  return { number: 1, ...page, background: '#ffffff', dpi: 300, layout: 'grid', slots };
}

test.each([
  ['left-to-right', 'ltr', leftToRight],
  ['right-to-left', 'rtl', rightToLeft],
] as const)('every script %s is lettered as it was when it was looked at', async (name, readingDirection, texts) => {
  const plan = planFor(texts.length, readingDirection);
  const lettering = await letterSheet({
    plan,
    panels: texts.map((text, index) => ({ number: index + 1, characters: ['hare'], text: [text] })),
    speakers: {},
    language: readingDirection === 'rtl' ? 'ar' : 'en',
    readingDirection,
  });
  const codes = lettering.panels.flatMap(({ warnings }) => warnings.map(({ code }) => code));
  expect(codes.filter((code) => code !== 'balloon_covers')).toEqual([]);
  const drawn = await sharp(await drawLettering(lettering, 150 / 72))
    .flatten({ background: '#88a0b0' })
    .png({ palette: true, colours: 32 })
    .toBuffer();
  const golden = join(import.meta.dirname, 'pictures', `${name}.png`);
  if (process.env.GOLDEN === 'write') {
    await mkdir(dirname(golden), { recursive: true });
    await writeFile(golden, drawn);
  }
  const [now, then] = await Promise.all(
    [drawn, await readFile(golden)].map((png) => sharp(png).removeAlpha().raw().toBuffer()),
  );
  const difference =
    (now as Buffer).reduce((sum, value, at) => sum + Math.abs(value - (then?.[at] ?? 0)), 0) / (now?.length ?? 1);
  const out = join(import.meta.dirname, '../../out/golden');
  if (difference > 0.5) {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, `${name}.png`), drawn);
  }
  expect(now?.length).toBe(then?.length);
  expect(difference).toBeLessThanOrEqual(0.5);
});
