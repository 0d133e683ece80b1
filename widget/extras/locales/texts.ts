/** Texts of what is loaded after the panel. `{email}`, `{who}`, `{title}` (a file's name) and `{n}` are filled in. */
export interface ExtraTexts {
  /** On the control that asks for an address once a person was asked for. */
  leave: string
  personWhy: string
  email: string
  note: string
  personSend: string
  cancel: string
  personDone: string
  /** While a person is waited for. */
  queue: string
  memberTyping: string
  rateTitle: string
  /** Name of one of the five marks. */
  score: string
  scale: string
  comment: string
  noThanks: string
  attach: string
  photo: string
  dropHere: string
  /** How far a file has come; `{n}` is in per cent. */
  uploading: string
  fileTooBig: string
  fileType: string
  fileFailed: string
  fileMany: string
  /** Too many files within a minute. */
  fileRate: string
  removeFile: string
  download: string
  earlier: string
  back: string
}
