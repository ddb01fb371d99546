/*
 * One small file of each family, on the users and loans of imports/fixtures. Between them they hold
 * every state that a record comes in: finished, active, without a patron, without an end.
 */

export const familyFiles = {
  "fees.csv": `fee_id,primary_id,type,status,library,original_amount,balance,created,closed,loan_id,user_group,statistics,comment
F1,anna,OVERDUE,closed,MAIN,5.00,0,2026-01-21T10:00:00Z,2026-01-25T23:30:00Z,L1,,,Anna Keller paid in coins
F2,boris,LOST,active,LAW,80,60.50,2026-04-02,,L3,,,Boris disputes it
F3,anna,OVERDUE,In dispute,MAIN,2.5,,2026-02-10,,L2,FACULTY,FAC:LAW,
F4,,OVERDUE,closed,LAW,3,,2019-06-01,2019-06-02,L4,STUDENT,,
F5,chloe,COPY,closed,LAW,1.20,,2026-04-03,,,,,
`,
  "fee_transactions.csv": `fee_id,transaction_id,type,amount,created
F1,T1,payment,5,2026-01-25T23:30:00Z
F2,T1,payment,19.50,2026-04-05
F2,T2,dispute,60.50,2026-04-06
`,
  "requests.csv": `request_id,primary_id,type,status,library,location,created,ended,item_barcode,title,user_group,statistics,note
R1,anna,hold,completed,MAIN,DESK,2026-02-01T09:00:00Z,2026-02-03T23:30:00Z,I1,,,,Anna comes on Friday
R2,boris,booking,On hold shelf,LAW,,2026-07-01,,I9,A quiet room,,,
R3,chloe,digitization,cancelled,LAW,,2026-05-01,,,Proof,,,
R4,,hold,expired,MAIN,DESK,2019-01-01,2019-02-01,,,STUDENT,,
`,
  "borrowing_requests.csv": `request_id,primary_id,partner,status,library,created,ended,title,user_group,statistics,note
B1,anna,Basel,completed,MAIN,2026-03-01,2026-03-20T23:30:00Z,Old maps,,,For Anna's thesis
B2,boris,,shipped,LAW,2026-06-01,,Codex,,,Boris rings daily
B3,,Bern,completed,LAW,2019-01-01,2019-03-01,,STUDENT,,
`,
  "lending_requests.csv": `request_id,partner,status,library,created,ended,title
N1,Basel,completed,MAIN,2026-03-01,2026-04-01T23:30:00Z,Glass
N2,Bern,Shipped,LAW,2026-05-01,,
`,
} as const;
