// SPDX-License-Identifier: Apache-2.0

extension KeyTable {
  /// The keys of one entry of `targets:`. Which of them apply follows from the address: see `TargetReading`.
  static let targetKeys: [Key] = [
    .required(
      "url", .text,
      "Where files are sent: sftp://HOST/FOLDER, smtps://HOST or smtp://HOST (mail), or https://HOST/PATH."
    ),
    Key("user", .text, "Who signs in."),
    Key("password", .secret, "Where that user's password is read from."),
    Key(
      "key", .secret, "SFTP: where the private key is read from, instead of a password."),
    Key("passphrase", .secret, "SFTP: where the private key's passphrase is read from."),
    Key(
      "host_key", .text,
      "SFTP: the server's key, SHA256:… as ssh-keygen -l prints it; another key is never talked to."
    ),
    Key(
      "token", .secret, "HTTPS: where a bearer token is read from, instead of user and password."),
    Key("from", .text, "Mail: the sender, a@example.com or Name <a@example.com>."),
    Key("to", .texts, "Mail: one receiver or a list of them."),
    Key(
      "subject", .text, default: "{file}",
      "Mail: the subject, with {file}, {job}, {sequence}, {rows} and {shop} filled in."),
    Key(
      "text", .text, default: "{file}: {rows} rows, number {sequence} of {job}.",
      "Mail: the text above the attachment, with the same filled in."),
  ]

  /// The keys of one entry of `alerts:`; one of `webhook`, `mail` and `command` stands in each.
  static let alertKeys: [Key] = [
    Key(
      "webhook",
      .shorthand(
        [Key("url", .text, "The address; plain http on this machine only.")] + SecretSource.keys),
      "An address the message is POSTed to as JSON; {file: PATH} and the like where it must not be seen."
    ),
    Key("sign", .secret, "Webhook: where the key is read from that signs each message."),
    Key("mail", .text, "The name of a mail target that the message goes out by."),
    Key("to", .texts, "Mail: other receivers than the target's own."),
    Key(
      "command", .texts,
      "A program and its arguments; the message comes on standard input and in DRAY_ALERT_… variables."
    ),
    Key(
      "after", .duration, default: "10m",
      "Trouble that may pass by itself (store or target not reached, disk full) is told once it has lasted so long."
    ),
  ]
}
