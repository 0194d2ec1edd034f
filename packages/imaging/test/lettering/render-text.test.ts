import { describe, expect, it } from 'vitest';
import { drawLetters } from '../../src/lettering/draw-letters.ts';
import { renderSound } from '../../src/lettering/render-sound.ts';
import { type RenderTextInput, renderText } from '../../src/lettering/render-text.ts';
import { loadSharp } from '../../src/load-sharp.ts';

const draw = async (text: string, language: string, more: Partial<RenderTextInput> = {}) =>
  renderText(await loadSharp(), { text, language, fontSize: 36, colour: '#112233', ...more });

const inked = (data: Buffer) => data.filter((_, at) => at % 4 === 3 && (data[at] ?? 0) > 128).length;

describe('drawn text', () => {
  it.each([
    ['en', 'Nobody is faster than me! I could run all day and never tire of it.'],
    ['ru', 'Никто не бегает быстрее меня! Я мог бы бежать весь день.'],
    ['ar', 'لا أحد أسرع مني في هذا العالم كله، أستطيع أن أركض طوال اليوم!'],
    ['hi', 'मुझसे तेज़ कोई नहीं दौड़ सकता! मैं पूरे दिन दौड़ सकता हूँ।'],
    ['th', 'ไม่มีใครเร็วกว่าฉันหรอกนะทุกคนรู้ดีอยู่แล้ว'],
    ['ko', '나보다 빠른 동물은 아무도 없어! 하루 종일 달릴 수 있어.'],
    ['ja', '足の速さで、ぼくに勝てる者はいないよ！世界中のどこにもね。'],
    ['zh-CN', '没有人比我跑得更快！我可以跑一整天都不累。'],
  ])('in %s wraps within the line, on several lines, in its colour', async (language, text) => {
    const { data, width, height } = await draw(text, language, { lineLength: 260 });
    expect(width).toBeLessThanOrEqual(264);
    expect(height).toBeGreaterThan(60);
    expect(inked(data)).toBeGreaterThan(1000);
    const solid = data.findIndex((value, at) => at % 4 === 3 && value === 255) - 3;
    expect([...data.subarray(solid, solid + 3)]).toEqual([0x11, 0x22, 0x33]);
  });

  it('shows markup as it is written', async () => {
    const plain = await draw('big', 'en');
    const marked = await draw('<span size="90000">big</span>', 'en');
    expect(marked.height).toBeLessThan(plain.height * 2);
    expect(marked.width).toBeGreaterThan(plain.width * 5);
  });

  it('in columns is taller than wide', async () => {
    const columns = await draw('むかしむかし', 'ja', { vertical: true });
    const line = await draw('むかしむかし', 'ja');
    expect(columns.height).toBeGreaterThan(columns.width * 3);
    expect(line.width).toBeGreaterThan(line.height * 3);
  });

  it('fills columns from the right', async () => {
    const { data, width, height } = await draw('あああああああ', 'ja', { vertical: true, lineLength: 200 });
    const lowerHalf = (from: number, to: number) => {
      let ink = 0;
      for (let y = Math.floor(height * 0.7); y < height; y++) {
        for (let x = from; x < to; x++) ink += data[(y * width + x) * 4 + 3] ?? 0;
      }
      return ink;
    };
    // Five letters per column: the second, shorter column must be on the left.
    expect(lowerHalf(Math.floor(width / 2), width)).toBeGreaterThan(0);
    expect(lowerHalf(0, Math.floor(width / 2) - 4)).toBe(0);
  });

  it('has the same bytes every time, and a long word stays within its line', async () => {
    const word = 'Donaudampfschifffahrtsgesellschaftskapitän';
    const [first, second] = [await draw(word, 'de', { lineLength: 200 }), await draw(word, 'de', { lineLength: 200 })];
    expect(first).toEqual(second);
    expect(first.width).toBeLessThanOrEqual(204);
  });
});

describe('lines', () => {
  /** Rows of ink: where lines begin and end. */
  const linesOf = ({ data, width, height }: { data: Buffer; width: number; height: number }) => {
    const rows = Array.from({ length: height }, (_, y) => inked(data.subarray(y * width * 4, (y + 1) * width * 4)) > 0);
    return rows.filter((has, y) => has && !rows[y - 1]).length;
  };

  it('that break inside a long word get no hyphen', async () => {
    const scream = `N${'O'.repeat(23)}`;
    const broken = await draw(scream, 'en', { lineLength: 200 });
    const whole = await draw(scream, 'en');
    expect(linesOf(broken)).toBeGreaterThan(1);
    // Hyphens would be ink of their own: at least a stroke of 36 px letters on every broken line.
    expect(Math.abs(inked(broken.data) - inked(whole.data))).toBeLessThan(60);
  });

  it('of Japanese never begin with a closing mark, however narrow they are', async () => {
    // Two letters and a mark fit exactly two letters and a hanging mark a line, or one letter and its mark: never a mark first.
    for (const lineLength of [80, 120, 160, 200]) {
      const { data, width, height } = await draw('ああ、ああ。ああ、ああ。', 'ja', { lineLength });
      const lines: number[] = [];
      let first: number | null = null;
      for (let y = 0; y <= height; y++) {
        const has = y < height && inked(data.subarray(y * width * 4, (y + 1) * width * 4)) > 0;
        if (has) first ??= y;
        else if (first !== null) {
          lines.push(y - first);
          first = null;
        }
      }
      // A line of nothing but a mark is a third as high as a letter.
      expect(Math.min(...lines), String(lineLength)).toBeGreaterThan(20);
    }
  });
});

describe('a sound', () => {
  it('has letters, a dark and a white outline, and nothing around them', async () => {
    const sharp = await loadSharp();
    const { data, width, height } = await renderSound(sharp, {
      text: 'BANG!',
      language: 'en',
      fontSize: 100,
      vertical: false,
    });
    const colours = new Set<string>();
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] === 255) colours.add(data.subarray(at, at + 3).toString('hex'));
    expect([...colours]).toEqual(expect.arrayContaining(['ffd324', '141414', 'ffffff']));
    const row = (y: number) => inked(data.subarray(y * width * 4, (y + 1) * width * 4));
    expect(width).toBeGreaterThan(height);
    expect(Math.min(row(2), row(height - 3))).toBeGreaterThan(0);
  });
});

describe('a line with letters of another font', () => {
  const set = async (lines: readonly string[]) =>
    drawLetters(await loadSharp(), {
      kind: 'speech',
      language: 'en',
      font: 'Comic Neue',
      size: 60,
      vertical: false,
      align: 'middle',
      italic: false,
      lines: lines.map((text) => [{ text, emphasised: false }]),
    });

  it('stands no further from its neighbours than any other', async () => {
    const plain = await set(['on', 'on', 'on', 'on']);
    for (const symbols of ['☎', '⇒ ∞', '🎉🎉']) {
      const mixed = await set(['on', `on ${symbols}`, 'on', 'on']);
      expect(Math.abs(mixed.height - plain.height)).toBeLessThanOrEqual(8);
    }
  });

  it('has spaces of its own font between pictographs', async () => {
    const [apart, close] = [await set(['🎉 🎉']), await set(['🎉🎉'])];
    expect(apart.width - close.width).toBeLessThan(0.4 * 60);
  });
});
