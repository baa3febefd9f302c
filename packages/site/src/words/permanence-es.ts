import type { permanenceEn } from "./permanence-en.ts";

export const permanenceEs: typeof permanenceEn = {
  endedLabel: "Ya no se publica",
  endedTold: (version, date) =>
    `La edición ${version} del ${date} fue la última que tuvo esta página. Las posteriores no la tienen. Su última copia queda como estaba.`,
  endedOpen: (version) => `Abrir esta página como estaba en la edición ${version}`,
  endedDescription: "Esta página ya no se publica. Se conserva su última copia.",
  endedElsewhere: "Lo que se publica ahora",
  withdrawnTitle: (version) => `La edición ${version} fue retirada`,
  withdrawnDescription: "Esta edición fue retirada. Sus páginas y archivos ya no están.",
  withdrawnTold: (version, date) =>
    `Quien la publicó la retiró con la edición ${version} del ${date}. Sus páginas y archivos ya no están en este sitio. No use ni cite sus cifras.`,
  withdrawnWhat: "Qué estaba mal",
  withdrawnInstead: "Ver la última edición",
  withdrawnManifest: "Lo que tenía la edición: los hashes de sus páginas y archivos",
  withdrawnNote: "retirada",
  withdrawnOpen: "Por qué se retiró",
};
