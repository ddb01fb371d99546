/** The libraries of the demo, each with its locations and its share of a hundred loans. */
export const libraries = [
  {
    code: "MAIN",
    name: "Main Library",
    percent: 46,
    locations: ["STACKS", "OPEN", "RESERVE", "MAGAZINE"],
  },
  { code: "SCI", name: "Science Library", percent: 18, locations: ["OPEN", "RESERVE", "STORAGE"] },
  { code: "LAW", name: "Law Library", percent: 12, locations: ["OPEN", "RESERVE", "REFERENCE"] },
  { code: "MED", name: "Medical Library", percent: 11, locations: ["OPEN", "RESERVE"] },
  { code: "HARBOUR", name: "Harbour Branch", percent: 9, locations: ["CHILDREN", "FICTION", "AV"] },
  { code: "MUSIC", name: "Music Library", percent: 3, locations: ["SCORES", "AV"] },
  { code: "ARCH", name: "Archive and Rare Books", percent: 1, locations: ["VAULT"] },
] as const;

/** Of ten thousand users. The last are so few that their profile could suggest a person. */
export const userGroups = [
  { code: "UNDERGRAD", name: "Undergraduate", share: 5_000 },
  { code: "GRAD", name: "Graduate", share: 1_800 },
  { code: "FACULTY", name: "Faculty", share: 900 },
  { code: "STAFF", name: "Staff", share: 750 },
  { code: "ALUMNI", name: "Alumni", share: 800 },
  { code: "COMMUNITY", name: "Community Borrower", share: 650 },
  { code: "VISITING", name: "Visiting Scholar", share: 90 },
  { code: "EMERITUS", name: "Emeritus", share: 8 },
  { code: "WRITER", name: "Writer in Residence", share: 2 },
] as const;

export const categories = [
  { type: "FACULTY", values: ["ARTS", "ENGINEERING", "LAW", "MEDICINE", "SCIENCE", "THEOLOGY"] },
  { type: "CAMPUS", values: ["CITY", "HARBOUR", "ONLINE"] },
] as const;

export const titles = {
  first: [
    "A History of",
    "The Art of",
    "Notes on",
    "Foundations of",
    "Rethinking",
    "The Hidden Life of",
    "An Introduction to",
    "Letters on",
    "The Politics of",
    "Against",
    "A Field Guide to",
    "The Physics of",
  ],
  second: [
    "Rivers",
    "Memory",
    "Northern Cities",
    "Statistical Learning",
    "Migration",
    "Quiet Machines",
    "Public Law",
    "the Heart",
    "Glass",
    "Polyphony",
    "Bees",
    "Borders",
    "Trade Winds",
    "Forgetting",
    "Small Nations",
    "Tides",
    "Proof",
    "Bread",
  ],
  third: [
    "",
    "",
    "",
    ", 2nd edition",
    ", 4th edition",
    ": A Reader",
    ": Essays",
    " in the Nineteenth Century",
    " since 1945",
    " for Beginners",
  ],
} as const;

/** Notes of staff, as they are: %s is the borrower's name. */
export const loanNotes = [
  "%s rang: will bring it back after the holidays",
  "Handed to the sister of %s",
  "%s says it was returned on time; shelf checked",
  "Cover was torn before, told %s it is fine",
  "Renewed at the desk for %s, who is in hospital",
  "Spoke to %s about the overdue letter",
  "Picked up by a colleague of %s",
] as const;

export const feeComments = [
  "%s paid half in cash, the rest next week",
  "%s says the book was already damp; told to write to the head of circulation",
  "Mother of %s rang about this bill",
  "Reminder returned: %s has moved, new address unknown",
  "%s will replace the copy instead",
  "Waived once before for %s, not again",
] as const;

export const requestNotes = [
  "%s sends a colleague to collect it",
  "Call %s when it is here, no e-mail",
  "%s needs it before the exam on Friday",
  "Large print, please: %s cannot read the other one",
  "%s asked for chapter 4 only",
] as const;

export const borrowingNotes = [
  "For the thesis of %s, supervisor has agreed to pay",
  "%s was refused this last year; asked again",
  "Lender wants it read here: told %s by phone",
  "%s collects it in a wheelchair, ground floor desk",
] as const;

export const partners = [
  "Northport University",
  "Hillside College",
  "State Library",
  "Lakeside Medical School",
  "National Archive of Maps",
] as const;

export const userNotes = [
  "%s prefers to be called by phone",
  "Parent of %s asked about fines",
  "%s lost the card twice this year",
  "New address of %s to be confirmed",
] as const;
