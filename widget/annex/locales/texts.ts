/** The texts of the annex, with the same gaps as those of the panel. */
export interface AnnexTexts {
  email: string
  note: string
  personSend: string
  cancel: string
}
