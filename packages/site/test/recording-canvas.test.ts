import { describe, expect, it } from "vitest";
import { RecordingCanvas } from "../src/chart/recording-canvas.ts";
import { textWidth } from "../src/chart/text-width.ts";

const draw = (work: (context: ReturnType<RecordingCanvas["getContext"]>) => void): string => {
  const canvas = new RecordingCanvas("x", 100, 50);
  work(canvas.getContext());
  return canvas.getContext().drawing();
};

describe("RecordingContext", () => {
  it("writes a path where the transformation puts it, and takes it back on restore", () => {
    const drawing = draw((context) => {
      context.strokeStyle = "var(--c1)";
      context.save();
      context.translate(10, 5);
      context.scale(2, 2);
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(5, 5);
      context.stroke();
      context.restore();
      context.beginPath();
      context.moveTo(1, 1);
      context.lineTo(2, 2);
      context.stroke();
    });
    expect(drawing).toBe('<path d="M10 5l10 10M1 1l1 1" fill="none" stroke="var(--c1)"/>');
  });

  it("draws a full circle as two halves and a quarter as one arc", () => {
    const full = draw((context) => {
      context.beginPath();
      context.arc(50, 25, 10, 0, 2 * Math.PI);
      context.fill();
    });
    expect(full).toContain("M60 25a10 10 0 1 1-20 0 10 10 0 1 1 20 0");
    const quarter = draw((context) => {
      context.beginPath();
      context.arc(50, 25, 10, 0, Math.PI / 2);
      context.stroke();
    });
    expect(quarter).toContain("M60 25a10 10 0 0 1-10 10");
  });

  it("keeps text as text, escaped, aligned and without a font of its own", () => {
    const drawing = draw((context) => {
      context.font = "600 12px sans-serif";
      context.textAlign = "center";
      context.fillStyle = "var(--ink)";
      context.fillText('Less < "more" & back', 20, 30);
    });
    expect(drawing).toBe(
      '<text x="20" y="30" text-anchor="middle" font-size="12" font-weight="600" fill="var(--ink)">Less &lt; &quot;more&quot; &amp; back</text>',
    );
  });

  const clipped = (size: number) =>
    draw((context) => {
      for (let time = 0; time < 2; time += 1) {
        context.save();
        context.beginPath();
        context.rect(0, 0, 10, 10);
        context.clip();
        context.fillRect(0, 0, size, size);
        context.fillText("cut", 8, 8);
        context.restore();
      }
    });
  it("puts a clip on a group around what it clips, once for the same clip, and none around letters", () => {
    expect(clipped(15)).toBe(
      '<defs><clipPath id="x-clip0"><path d="M0 0h10v10h-10z"/></clipPath></defs><g clip-path="url(#x-clip0)"><path d="M0 0h15v15h-15zm0 0h15v15h-15z" fill="#000"/></g><g font-size="10" fill="#000"><text x="8" y="8">cut</text><text x="8" y="8">cut</text></g>',
    );
  });
  it("writes no clip that cuts nothing", () => {
    expect(clipped(10)).not.toContain("clip");
  });

  it("draws what is drawn alike as one, but for what one can look through and what something else lies between", () => {
    const boxes = (...looks: readonly (readonly [colour: string, alpha: number])[]) =>
      draw((context) => {
        for (const [at, [colour, alpha]] of looks.entries()) {
          context.fillStyle = colour;
          context.globalAlpha = alpha;
          context.fillRect(10 * at, 0, 5, 5);
        }
      }).match(/<path/g)?.length;
    expect(boxes(["red", 1], ["red", 1], ["red", 1])).toBe(1);
    expect(boxes(["red", 1], ["blue", 1], ["red", 1])).toBe(3);
    expect(boxes(["red", 0.5], ["red", 0.5])).toBe(2);
  });

  it("draws a shape that is filled and stroked once, and no line or corner that goes nowhere", () => {
    const drawing = draw((context) => {
      context.fillStyle = "var(--c1)";
      context.strokeStyle = "var(--c2)";
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(9.9, 0);
      context.arc(10.1, 0.1, 0, 0, Math.PI / 2);
      context.lineTo(10, 20);
      context.closePath();
      context.fill();
      context.stroke();
      context.stroke();
    });
    expect(drawing).toBe(
      '<path d="M0 0h10v20z" fill="var(--c1)" stroke="var(--c2)"/><path d="M0 0h10v20z" fill="none" stroke="var(--c2)"/>',
    );
  });

  it("draws a hatch as a pattern of the picture", () => {
    const drawing = draw((context) => {
      context.fillStyle = context.hatch("var(--hatch)");
      context.fillRect(0, 0, 5, 5);
    });
    expect(drawing).toContain('<pattern id="x-hatch"');
    expect(drawing).toContain('fill="url(#x-hatch)"');
  });

  it("draws nothing that cannot be seen", () => {
    expect(
      draw((context) => {
        context.beginPath();
        context.stroke();
        context.lineWidth = 0;
        context.strokeRect(0, 0, 5, 5);
        context.fillStyle = "transparent";
        context.fillRect(0, 0, 5, 5);
      }),
    ).toBe("");
  });
});

describe("textWidth(text, fontSize, bold)", () => {
  it("knows narrow letters from wide ones, and takes an accented letter for its base", () => {
    expect(textWidth("iii", 12)).toBeLessThan(textWidth("WWW", 12) / 3);
    expect(textWidth("é", 12)).toBe(textWidth("e", 12));
  });
});
