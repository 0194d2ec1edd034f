import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bindSample, colourOf } from './sample-book.ts';

describe('a book for the browser', () => {
  it('has everything in it and may ask no server', async () => {
    const html = (await bindSample('web', { author: 'A & "B"' })).bytes.toString();
    expect(html.match(/ (src|href)="(?!data:)/g)).toBeNull();
    const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(html).toContain(
      `content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash}'"`,
    );
    expect(html).toContain('<meta name="author" content="A &amp; &quot;B&quot;">');
    expect(html).toContain('<title>Tom &amp; &lt;Jerry&gt; うさぎ</title>');
  });

  it('shows every page, with the text of its panels where they stand', async () => {
    const html = (await bindSample('web')).bytes.toString();
    const pictures = [...html.matchAll(/data:image\/webp;base64,([^"]+)"/g)].map(([, base64]) =>
      Buffer.from(base64 ?? '', 'base64'),
    );
    expect(await Promise.all(pictures.map(colourOf))).toEqual([0, 1, 2]);
    expect(html).toContain(
      'id="panel-2" role="group" aria-label="2" style="left: 0.000%; top: 50.000%; width: 100.000%; height: 50.000%"><p>うさぎ</p><p>Tom: “Run!”</p><p>[BANG]</p></div>',
    );
    expect(html).toContain('data-direction="rtl"');
  });
});
