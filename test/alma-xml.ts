/** Alma user XML, a user to a line. */
export const inXml = (...users: string[]) => `<users>\n${users.join("\n")}\n</users>`;
export const user = (primaryId: string, more = "") =>
  `<user><primary_id>${primaryId}</primary_id>${more}</user>`;
export const identified = (...identifiers: [type: string, value: string, status?: string][]) =>
  `<user_identifiers>${identifiers
    .map(
      ([type, value, status]) =>
        `<user_identifier><id_type>${type}</id_type><value>${value}</value><status>${status ?? "ACTIVE"}</status></user_identifier>`,
    )
    .join("")}</user_identifiers>`;
export const emailed = (...addresses: string[]) =>
  `<contact_info><emails>${addresses
    .map((address) => `<email preferred="true"><email_address>${address}</email_address></email>`)
    .join("")}</emails></contact_info>`;
export const proxyFor = (primaryId: string) =>
  `<proxy_for_users><proxy_for_user><primary_id>${primaryId}</primary_id></proxy_for_user></proxy_for_users>`;
