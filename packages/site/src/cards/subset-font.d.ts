declare module "subset-font" {
  /** A font with only the glyphs of some characters. */
  export default function subsetFont(font: Buffer, characters: string, options: { readonly targetFormat: "truetype" }): Promise<Buffer>;
}
