// SPDX-License-Identifier: Apache-2.0

extension KeyTable {
  /// The keys of `dray.yaml`.
  static let homeKeys: [Key] = [
    .required(
      "store",
      .table([
        .required("shop", .text, "The name before .myshopify.com."),
        Key(
          "api_version", .text, default: "2026-07",
          "The Admin API version, as the year and month Shopify names it by."),
        .required(
          "auth",
          .table([
            Key("client_id", .text, "The client id of an app of your own organisation."),
            Key(
              "client_secret", .secret,
              "Where that app's client secret is read from; tokens are asked for and renewed with it."
            ),
            Key(
              "access_token", .secret,
              "Where the token of an app made in the admin is read from, instead of the other two."),
          ]), "How Dray signs in: client_id with client_secret, or access_token."),
        Key(
          "endpoint", .text,
          "Another address for the same API, e.g. http://127.0.0.1:9292 for the sandbox; plain http on loopback only."
        ),
      ]), "The one store of this home."),
    Key(
      "folders",
      .table([
        Key("jobs", .text, default: "jobs", "Where the job files are."),
        Key("inbox", .text, default: "inbox", "Where files are dropped, a folder for each feed."),
        Key("outbox", .text, default: "outbox", "Where exports and receipts appear."),
        Key("archive", .text, default: "archive", "Where settled deliveries are kept."),
        Key("state", .text, default: "state", "Journal, mirror, spool and lock; private."),
      ]),
      "Folders elsewhere than below the home; a relative path counts from the home."),
    Key(
      "targets", .names(.table(targetKeys)),
      "Where files are sent besides the outbox; a job names them with deliver."),
    Key("alerts", .names(.table(alertKeys)), "Who hears of trouble, and how."),
    Key(
      "alert", .texts,
      "Who hears of trouble of the home and of jobs without an alert of their own: names of alerts, or none; all if left out."
    ),
    Key(
      "keep",
      .table([
        Key(
          "archive", .duration,
          "Originals and receipts in the archive are removed after this time; kept if left out."),
        Key(
          "journal", .duration,
          "What the journal tells of single records, changes and calls is forgotten after this time; hashes that recognise duplicates stay."
        ),
      ]), "How long things are kept."),
  ]
}
